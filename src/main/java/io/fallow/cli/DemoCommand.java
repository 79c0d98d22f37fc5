package io.fallow.cli;

import io.fallow.database.DatabaseAccess;
import io.fallow.database.Installer;
import io.fallow.ledger.Sql;
import io.fallow.platform.PlatformGenerator;
import io.fallow.platform.ReferencePlatform;
import java.time.LocalDate;
import java.time.ZoneId;
import org.springframework.boot.SpringApplication;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "demo")
final class DemoCommand implements Runnable {
    @Option(names = "--accounts", defaultValue = "1000000")
    int accounts;

    @Override
    public void run() {
        try (var context = SpringApplication.run(Installation.class)) {
            var admin = context.getBean(DatabaseAccess.class).unpooled("fallow demo");
            var platform = new ReferencePlatform(admin);
            ZoneId zone = ZoneId.of("Asia/Shanghai");
            if (platform.generatedAccounts().isEmpty()) {
                new PlatformGenerator(admin, 2).generate(accounts, LocalDate.now(zone), zone, (a, b) -> {});
            }
            var installer = new Installer(admin);
            installer.installSchema("bigint");
            installer.installContract("reference.sql", Sql.named("contract/reference"));
            System.out.println(installer.contractProblems());
        }
    }
}
