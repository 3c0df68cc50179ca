// SPDX-License-Identifier: Apache-2.0
package dev.turnout.samples.demo.ledger;

import java.nio.file.Path;
import java.util.List;
import org.jobrunr.server.BackgroundJobServer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Opens the ledger of a process that was given {@code demo.ledger.file}, {@code demo.ledger.pool} and {@code
 * demo.ledger.owner}. The application knows nothing of it.
 */
@AutoConfiguration
@ConditionalOnProperty("demo.ledger.file")
public class LedgerAutoConfiguration {
    @Bean
    LedgerFile ledgerFile(Environment settings) {
        return new LedgerFile(
                Path.of(settings.getRequiredProperty("demo.ledger.file")),
                settings.getRequiredProperty("demo.ledger.pool"),
                settings.getRequiredProperty("demo.ledger.owner"));
    }

    @Bean
    AsyncLedger asyncLedger(LedgerFile ledger) {
        return new AsyncLedger(ledger);
    }

    @Bean
    LegacyLedger legacyLedger() {
        return new LegacyLedger();
    }

    /** Joins the filters that the application has registered, once all of them stand and before the server starts. */
    @Bean
    SmartInitializingSingleton legacyLedgerJoins(
            LegacyLedger legacy, LedgerFile ledger, ObjectProvider<BackgroundJobServer> servers) {
        return () -> servers.ifAvailable(server -> {
            legacy.keep(ledger);
            server.getJobFilters().addAll(List.of(legacy));
            new ServerWatch(server, ledger).begin();
        });
    }
}
