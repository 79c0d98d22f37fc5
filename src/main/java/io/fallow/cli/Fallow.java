package io.fallow.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code fallow}. */
@Command(
        name = "fallow",
        subcommands = {InitCommand.class, RunCommand.class, DemoCommand.class})
public final class Fallow {

    private Fallow() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new Fallow()).execute(args));
    }
}
