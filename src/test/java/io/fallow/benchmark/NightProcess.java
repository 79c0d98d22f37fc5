package io.fallow.benchmark;

import io.fallow.cli.Application;
import io.fallow.run.NightResult;
import io.fallow.run.NightRunner;
import io.fallow.run.PolicyFile;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** One night of Fallow's in a process of its own, so that its heap is its own: prints what it measured as name=value lines. */
final class NightProcess {

    private static final double NANOS = 1e9;

    private NightProcess() {}

    /** @param arguments the policy file, the business date, then Spring's arguments */
    public static void main(String[] arguments) {
        Path policy = Path.of(arguments[0]);
        LocalDate businessDate = LocalDate.parse(arguments[1]);
        String[] settings = Arrays.copyOfRange(arguments, 2, arguments.length);
        try (ConfigurableApplicationContext context = SpringApplication.run(Application.class, settings)) {
            NightRunner runner = context.getBean(NightRunner.class);
            long begun = System.nanoTime();
            double cpuBefore = cpuSeconds();
            NightResult result = runner.run(businessDate, new PolicyFile(policy).read());
            System.out.println("seconds=" + (System.nanoTime() - begun) / NANOS);
            System.out.println("cpu=" + (cpuSeconds() - cpuBefore));
            System.out.println("heap=" + peakHeap());
            System.out.println("status=" + result.report().status());
            System.out.println("problem=" + result.problem());
            System.out.println("businessDate=" + result.report().businessDate());
            System.out.println("counts=" + result.report().counts());
            result.report().steps().forEach(step -> System.out.println("step." + step.name() + "=" + step.seconds()));
        }
    }

    /** Of this process, the database's not included. */
    private static double cpuSeconds() {
        return ProcessHandle.current()
                        .info()
                        .totalCpuDuration()
                        .orElse(Duration.ZERO)
                        .toMillis()
                / 1e3;
    }

    /** Bytes: the peaks of the heap's pools, added up, though they need not fall together. An upper bound. */
    private static long peakHeap() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(usage -> usage.getUsed())
                .sum();
    }
}
