// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.filters.ApplyStateFilter;
import org.jobrunr.jobs.filters.JobServerFilter;
import org.jobrunr.jobs.states.FailedState;
import org.jobrunr.jobs.states.JobState;

/** Writes a row into a database for each moment, with all that a filter can see of the job. */
final class AuditFilter implements JobServerFilter, ApplyStateFilter {
    private final DataSource database;
    private final String pool;

    AuditFilter(DataSource database, String pool) {
        this.database = database;
        this.pool = pool;
    }

    static void createTable(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection
                    .createStatement()
                    .execute("create table audit (id identity, pool varchar, wagon varchar, row_text varchar)");
        }
    }

    static List<String> rows(DataSource database, String pool, String wagon) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = database.getConnection();
                PreparedStatement query = connection.prepareStatement(
                        "select row_text from audit where pool = ? and wagon = ? order by id")) {
            query.setString(1, pool);
            query.setString(2, wagon);
            ResultSet found = query.executeQuery();
            while (found.next()) {
                rows.add(found.getString(1));
            }
        }
        return rows;
    }

    @Override
    public void onStateApplied(Job job, JobState before, JobState now) {
        write(job, "applied " + (before == null ? "nothing" : before.getName()) + " -> " + now.getName());
    }

    @Override
    public void onProcessing(Job job) {
        write(job, "processing");
    }

    @Override
    public void onProcessingSucceeded(Job job) {
        write(job, "succeeded");
    }

    @Override
    public void onProcessingFailed(Job job, Exception failure) {
        write(job, "failed " + failure.getClass().getSimpleName() + " " + failure.getCause());
    }

    @Override
    public void onFailedAfterRetries(Job job) {
        write(
                job,
                "failed after retries: "
                        + job.<FailedState>getJobState().getMessage() + " "
                        + job.<FailedState>getJobState().getExceptionMessage());
    }

    /** Without the dashboard's log: JobRunr writes a line there when a filter was slow. */
    static TreeMap<String, Object> own(Job job) {
        TreeMap<String, Object> metadata = new TreeMap<>(job.getMetadata());
        metadata.keySet().removeIf(key -> key.startsWith("jobRunrDashboardLog-"));
        return metadata;
    }

    private void write(Job job, String moment) {
        String seen = String.join(
                " | ",
                moment,
                job.getJobName(),
                job.getLabels().toString(),
                job.getJobSignature(),
                String.valueOf(job.getAmountOfRetries()),
                job.getJobStates().stream()
                        .map(state -> state.getName().name())
                        .toList()
                        .toString(),
                own(job).toString());
        try (Connection connection = database.getConnection();
                PreparedStatement insert =
                        connection.prepareStatement("insert into audit (pool, wagon, row_text) values (?, ?, ?)")) {
            insert.setString(1, pool);
            insert.setString(2, String.valueOf(job.getJobDetails().getJobParameterValues()[0]));
            insert.setString(3, seen);
            insert.executeUpdate();
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
