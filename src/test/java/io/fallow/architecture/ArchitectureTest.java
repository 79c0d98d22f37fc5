package io.fallow.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows of the architecture run downwards. */
@AnalyzeClasses(packages = "io.fallow", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule ARROWS_RUN_DOWNWARDS = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("cli")
            .definedBy("io.fallow.cli..")
            .layer("api")
            .definedBy("io.fallow.api")
            .layer("metrics")
            .definedBy("io.fallow.metrics")
            .layer("schedule")
            .definedBy("io.fallow.schedule")
            .layer("story")
            .definedBy("io.fallow.story")
            .layer("cluster")
            .definedBy("io.fallow.cluster")
            .layer("shard")
            .definedBy("io.fallow.shard")
            .layer("run")
            .definedBy("io.fallow.run")
            .layer("owner")
            .definedBy("io.fallow.owner")
            .layer("delivery")
            .definedBy("io.fallow.delivery")
            .layer("evidence")
            .definedBy("io.fallow.evidence")
            .layer("job")
            .definedBy("io.fallow.job")
            .layer("step")
            .definedBy("io.fallow.job.step")
            .layer("chunk")
            .definedBy("io.fallow.job.chunk")
            .layer("database")
            .definedBy("io.fallow.database")
            .layer("ledger")
            .definedBy("io.fallow.ledger..")
            .layer("lifecycle")
            .definedBy("io.fallow.lifecycle")
            .layer("platform")
            .definedBy("io.fallow.platform")
            .layer("settings")
            .definedBy("io.fallow.settings")
            .whereLayer("cli")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("api")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("metrics")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("schedule")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("story")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("cluster")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("shard")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("run")
            .mayOnlyBeAccessedByLayers("cli", "story", "schedule", "metrics", "api", "shard")
            .whereLayer("owner")
            .mayOnlyBeAccessedByLayers("cli", "story", "api")
            .whereLayer("delivery")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("evidence")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("platform")
            .mayOnlyBeAccessedByLayers("cli", "story")
            .whereLayer("job")
            .mayOnlyBeAccessedByLayers("run", "cli")
            .whereLayer("step")
            .mayOnlyBeAccessedByLayers("job", "run", "shard")
            .whereLayer("chunk")
            .mayOnlyBeAccessedByLayers("step", "job", "run", "cluster", "shard")
            .whereLayer("database")
            .mayOnlyBeAccessedByLayers("cli", "run", "story", "delivery", "schedule")
            .whereLayer("ledger")
            .mayOnlyBeAccessedByLayers(
                    "chunk",
                    "step",
                    "job",
                    "run",
                    "cluster",
                    "schedule",
                    "owner",
                    "evidence",
                    "delivery",
                    "cli",
                    "database",
                    "story",
                    "metrics",
                    "api",
                    "shard");

    @ArchTest
    static final ArchRule THE_LEDGER_HAS_ROOMS = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("acts")
            .definedBy("io.fallow.ledger.acts")
            .layer("plan")
            .definedBy("io.fallow.ledger.plan")
            .layer("movements")
            .definedBy("io.fallow.ledger.movements")
            .layer("facts")
            .definedBy("io.fallow.ledger.facts")
            .layer("seals")
            .definedBy("io.fallow.ledger.seals")
            .layer("runs")
            .definedBy("io.fallow.ledger.runs")
            .layer("base")
            .definedBy("io.fallow.ledger.base")
            .whereLayer("acts")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("plan")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("movements")
            .mayOnlyBeAccessedByLayers("plan")
            .whereLayer("facts")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("seals")
            .mayNotBeAccessedByAnyLayer();

    @ArchTest
    static final ArchRule COMMANDS_HAVE_ROOMS = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("fallow")
            .definedBy("io.fallow.cli")
            .layer("begin")
            .definedBy("io.fallow.cli.begin")
            .layer("night")
            .definedBy("io.fallow.cli.night")
            .layer("account")
            .definedBy("io.fallow.cli.account")
            .layer("events")
            .definedBy("io.fallow.cli.events")
            .layer("audit")
            .definedBy("io.fallow.cli.audit")
            .layer("frame")
            .definedBy("io.fallow.cli.frame")
            .whereLayer("fallow")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("begin")
            .mayOnlyBeAccessedByLayers("fallow")
            .whereLayer("night")
            .mayOnlyBeAccessedByLayers("fallow")
            .whereLayer("account")
            .mayOnlyBeAccessedByLayers("fallow", "begin")
            .whereLayer("events")
            .mayOnlyBeAccessedByLayers("fallow")
            .whereLayer("audit")
            .mayOnlyBeAccessedByLayers("fallow");

    /** What commands are made of is theirs alone. */
    @ArchTest
    static final ArchRule THE_FRAME_STAYS_IN_THE_COMMANDS = noClasses()
            .that()
            .resideOutsideOfPackage("io.fallow.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.fallow.cli..");

    /** Public for the ledger's rooms, and for nobody else. */
    @ArchTest
    static final ArchRule TOOLS_OF_THE_LEDGER_STAY_IN_IT = noClasses()
            .that()
            .resideOutsideOfPackage("io.fallow.ledger..")
            .should()
            .dependOnClassesThat()
            .haveNameMatching("io\\.fallow\\.ledger\\.base\\.(CopyRows|KeyRanges|Sha256)");

    @ArchTest
    static final ArchRule NO_PACKAGES_IN_A_RING =
            slices().matching("io.fallow.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule THE_RULE_KNOWS_NO_FRAMEWORK = classes()
            .that()
            .resideInAPackage("io.fallow.lifecycle")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("io.fallow.lifecycle", "java..", "org.jspecify..", "org.yaml.snakeyaml..");

    @ArchTest
    static final ArchRule NO_EMPTY_NAMES =
            noClasses().should().haveNameMatching(".*(Manager|Helper|Util|Utils|Common|Impl)$");

    @ArchTest
    static final ArchRule NO_CLOCK_IN_WHAT_DECIDES = noClasses()
            .that()
            .resideInAnyPackage("io.fallow.lifecycle", "io.fallow.ledger..", "io.fallow.owner", "io.fallow.evidence")
            .should()
            .callMethod(java.time.LocalDate.class, "now")
            .orShould()
            .callMethod(java.time.Instant.class, "now");

    /** Each of them begins as every session of ours does; WaysInTest has them all. */
    @ArchTest
    static final ArchRule CONNECTIONS_ARE_MADE_IN_ONE_PLACE = noClasses()
            .that()
            .resideOutsideOfPackage("io.fallow.database")
            .should()
            .dependOnClassesThat()
            .haveNameMatching("org\\.postgresql\\.ds\\..*|org\\.postgresql\\.Driver|java\\.sql\\.DriverManager"
                    + "|com\\.zaxxer\\.hikari\\.HikariConfig");
}
