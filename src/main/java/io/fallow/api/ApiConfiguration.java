package io.fallow.api;

import io.fallow.ledger.acts.Standings;
import io.fallow.ledger.runs.Runs;
import io.fallow.lifecycle.Policy;
import io.fallow.owner.CancellationDesk;
import io.fallow.owner.Explain;
import io.fallow.owner.Holds;
import io.fallow.owner.OwnerDesk;
import io.fallow.owner.Permits;
import io.fallow.owner.PropertyWindows;
import io.fallow.run.PolicyFile;
import io.fallow.settings.Settings;
import java.time.Clock;
import java.util.function.Supplier;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The API, and who stands before it. */
@Configuration(proxyBeanMethods = false)
public class ApiConfiguration {

    @Bean
    FilterRegistrationBean<TokenFilter> tokenFilter(Settings settings) {
        FilterRegistrationBean<TokenFilter> filter = new FilterRegistrationBean<>(new TokenFilter(settings.api()));
        filter.addUrlPatterns("/api/*");
        return filter;
    }

    @Bean
    Refusals refusals(Wording wording) {
        return new Refusals(wording);
    }

    @Bean
    RunsApi runsApi(Runs runs, Standings standings, Settings settings, Clock clock) {
        return new RunsApi(runs, standings, policy(settings), clock);
    }

    @Bean
    AccountsApi accountsApi(
            Explain explain, Permits permits, PropertyWindows windows, Holds holds, Settings settings, Clock clock) {
        return new AccountsApi(explain, permits, windows, holds, policy(settings), clock);
    }

    @Bean
    DeskApi deskApi(
            OwnerDesk desk,
            CancellationDesk cancellations,
            PropertyWindows windows,
            Holds holds,
            Settings settings,
            Clock clock) {
        return new DeskApi(desk, cancellations, windows, holds, policy(settings), clock);
    }

    /** Read anew for each request, as each command does. */
    private static Supplier<Policy> policy(Settings settings) {
        return new PolicyFile(settings.policyFile())::read;
    }
}
