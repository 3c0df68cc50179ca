// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.trials;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.h2.tools.Server;

/** A database in server mode with one row a job, for as long as the trial. */
final class Rows implements AutoCloseable {
    private final Server server;
    private final Connection keeper; // the database is in memory, and gone with its last connection
    private final String url;

    Rows() throws SQLException {
        server = Server.createTcpServer("-tcpPort", "0", "-ifNotExists").start();
        url = "jdbc:h2:tcp://localhost:" + server.getPort() + "/mem:rows";
        keeper = DriverManager.getConnection(url);
        keeper.createStatement().execute("create table orders (id varchar(36) primary key)");
    }

    String url() {
        return url;
    }

    /** A connection with the row in a transaction that is still open. */
    Connection begin(String id) throws SQLException {
        Connection connection = DriverManager.getConnection(url);
        connection.setAutoCommit(false);
        try (PreparedStatement insert = connection.prepareStatement("insert into orders values (?)")) {
            insert.setString(1, id);
            insert.executeUpdate();
        }
        return connection;
    }

    static boolean has(String url, String id) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                PreparedStatement query = connection.prepareStatement("select 1 from orders where id = ?")) {
            query.setString(1, id);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next();
            }
        }
    }

    @Override
    public void close() throws SQLException {
        keeper.close();
        server.stop();
    }
}
