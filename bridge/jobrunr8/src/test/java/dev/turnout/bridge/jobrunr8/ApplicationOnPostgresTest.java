// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr8;

import com.zaxxer.hikari.HikariDataSource;
import dev.turnout.bridge.jobrunr.PlainApplication;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import org.jobrunr.storage.sql.postgres.PostgresStorageProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** JobRunr 8 on a real PostgreSQL, with the awaiting jar alone. */
@Timeout(180)
class ApplicationOnPostgresTest {
    private static EmbeddedPostgres postgres;
    private static HikariDataSource connections;

    @BeforeAll
    static void startPostgres() throws IOException {
        postgres = EmbeddedPostgres.start();
        connections = new HikariDataSource();
        connections.setJdbcUrl(postgres.getJdbcUrl("postgres", "postgres"));
        connections.setMaximumPoolSize(8);
    }

    @AfterAll
    static void stopPostgres() throws IOException {
        connections.close();
        postgres.close();
    }

    @Test
    void fiveHundredJobsAreInFlightOnFourThreads() {
        try (PlainApplication application = new PlainApplication(new PostgresStorageProvider(connections), 4, 500)) {
            application.holdsMoreJobsThanThreads();
        }
    }
}
