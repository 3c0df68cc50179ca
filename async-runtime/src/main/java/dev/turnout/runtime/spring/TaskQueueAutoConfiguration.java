// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.spring;

import dev.turnout.runtime.Departure;
import dev.turnout.runtime.TaskQueue;
import dev.turnout.runtime.queue.Door;
import dev.turnout.runtime.queue.Queue;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * A {@link TaskQueue} on the application's one {@link Queue}, whether a worker runs here or not. Jobs go through the application's
 * {@link Door}, if it has one that traces; inside a transaction they leave when that has committed.
 */
@AutoConfiguration(after = TurnoutAutoConfiguration.class, afterName = TaskQueueAutoConfiguration.MICROMETER)
@ConditionalOnSingleCandidate(Queue.class)
public class TaskQueueAutoConfiguration {
    static final String MICROMETER = "dev.turnout.runtime.spring.TurnoutMicrometerAutoConfiguration";

    @Bean
    @ConditionalOnMissingBean
    TaskQueue turnoutTaskQueue(Queue queue, ObjectProvider<Door> doors, ObjectProvider<Departure> departure) {
        return TaskQueueBean.through(queue, doors.stream().toList(), departure.getIfAvailable(() -> Departure.AT_ONCE));
    }

    /** After the commit, where there are transactions. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = "org.springframework.transaction.support.TransactionSynchronizationManager")
    static class Transactions {
        @Bean
        @ConditionalOnMissingBean
        Departure turnoutDeparture() {
            return new TransactionDeparture();
        }
    }
}
