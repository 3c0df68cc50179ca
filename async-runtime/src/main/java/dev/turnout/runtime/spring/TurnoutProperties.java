// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.spring;

import dev.turnout.runtime.task.WorkerOptions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** The properties {@code turnout.worker.*}. */
@ConfigurationProperties("turnout.worker")
public class TurnoutProperties {
    private boolean enabled;
    private int slots = WorkerOptions.with().slots();
    private Duration lease = WorkerOptions.with().lease();
    private Duration drainTimeout = WorkerOptions.with().drainTimeout();
    private int blockingPoolSize;
    private Map<String, Integer> pools = new HashMap<>();

    /** The worker's figures as these properties say; what they do not name has its default. */
    public WorkerOptions options() {
        WorkerOptions options = WorkerOptions.with()
                .slots(slots)
                .lease(lease)
                .drainTimeout(drainTimeout)
                .pools(pools);
        return blockingPoolSize == 0 ? options : options.blockingPoolSize(blockingPoolSize);
    }

    /** Whether this application runs a worker; false by default. */
    public boolean isEnabled() {
        return enabled;
    }

    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }

    /** Jobs that the worker holds at most. */
    public int getSlots() {
        return slots;
    }

    public void setSlots(int slots) {
        this.slots = slots;
    }

    /** How long a claim holds without a renewal; who opens the queue reads it. */
    public Duration getLease() {
        return lease;
    }

    public void setLease(Duration lease) {
        this.lease = lease;
    }

    /** How long a stop waits for running jobs. */
    public Duration getDrainTimeout() {
        return drainTimeout;
    }

    public void setDrainTimeout(Duration drainTimeout) {
        this.drainTimeout = drainTimeout;
    }

    /** Threads of each pool of the blocking lane that {@code pools} does not name; 0 lets the worker choose. */
    public int getBlockingPoolSize() {
        return blockingPoolSize;
    }

    public void setBlockingPoolSize(int blockingPoolSize) {
        this.blockingPoolSize = blockingPoolSize;
    }

    /** Threads of the named pools. */
    public Map<String, Integer> getPools() {
        return pools;
    }

    public void setPools(Map<String, Integer> pools) {
        this.pools = pools;
    }
}
