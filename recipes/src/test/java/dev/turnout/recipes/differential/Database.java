// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.differential;

import java.util.List;
import org.h2.jdbcx.JdbcConnectionPool;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.TransactionManager;
import org.springframework.transaction.annotation.AnnotationTransactionAttributeSource;
import org.springframework.transaction.interceptor.TransactionInterceptor;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** A real database with Spring's transactions, for one run at a time. */
final class Database {
    static final Database ONE = new Database();

    private final JdbcTemplate jdbc;
    private final TransactionInterceptor transactions;

    private Database() {
        JdbcConnectionPool pool =
                JdbcConnectionPool.create("jdbc:h2:mem:differential;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=2000", "sa", "");
        jdbc = new JdbcTemplate(pool);
        jdbc.execute("CREATE TABLE saved (id INT AUTO_INCREMENT PRIMARY KEY, text VARCHAR(200))");
        transactions = new TransactionInterceptor(
                (TransactionManager) new DataSourceTransactionManager(pool),
                new AnnotationTransactionAttributeSource());
    }

    void clear() {
        jdbc.update("DELETE FROM saved");
    }

    /** Saves a row; whether a transaction was open. */
    boolean save(String text) {
        jdbc.update("INSERT INTO saved (text) VALUES (?)", text);
        return TransactionSynchronizationManager.isActualTransactionActive();
    }

    /** What is there for others to see. */
    List<String> rows() {
        return jdbc.queryForList("SELECT text FROM saved ORDER BY id", String.class);
    }

    /** {@code bean} behind a proxy that begins and ends its transactions. */
    <T> T proxied(Class<T> face, T bean) {
        ProxyFactory factory = new ProxyFactory(bean);
        factory.addAdvice(transactions);
        return face.cast(factory.getProxy(bean.getClass().getClassLoader()));
    }
}
