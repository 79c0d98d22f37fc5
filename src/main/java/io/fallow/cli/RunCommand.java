package io.fallow.cli;

import io.fallow.run.NightResult;
import io.fallow.run.NightRunner;
import io.fallow.run.PolicyFile;
import io.fallow.settings.Settings;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "run")
final class RunCommand implements Runnable {
    @Option(names = "--date")
    @Nullable
    LocalDate date;

    @Override
    public void run() {
        try (var context = SpringApplication.run(Application.class)) {
            NightResult result = context.getBean(NightRunner.class)
                    .run(date, new PolicyFile(context.getBean(Settings.class).policyFile()).read());
            System.out.println(result.report().toJson());
            System.out.println(result);
        }
    }
}
