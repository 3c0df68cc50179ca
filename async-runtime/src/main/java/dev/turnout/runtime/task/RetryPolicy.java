// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.task;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether and when a failed attempt is followed by another. Immutable; start from {@link #layout} and change what you need:
 * {@code RetryPolicy.layout().retries(5).backOff(ofSeconds(2), 3, ofMinutes(10)).never(IllegalArgumentException.class)}.
 *
 * <p>A number of retries that is stored with the job counts more than the one said here. Exceptions are looked for along the
 * chain of causes, the outermost first; of several rules, the one that was added first decides. A {@link Retry} in that chain
 * decides like a rule for itself.
 */
public final class RetryPolicy {
    private static final int MAX_CAUSES = 32;
    private static final RetryPolicy LAYOUT = new RetryPolicy(-1, Optional.empty(), List.of());

    private final int retries;
    private final Optional<BackOff> backOff;
    private final List<Rule> rules;

    private RetryPolicy(int retries, Optional<BackOff> backOff, List<Rule> rules) {
        this.retries = retries;
        this.backOff = backOff;
        this.rules = List.copyOf(rules);
    }

    /** Leaves number and delay to the queue's layout; on JobRunr's, 10 retries, the n-th after 3^n seconds. */
    public static RetryPolicy layout() {
        return LAYOUT;
    }

    /** Attempts after the first one, where the job itself does not say; -1 leaves it to the layout. */
    public int retries() {
        return retries;
    }

    public RetryPolicy retries(int retries) {
        require(retries >= -1, "retries", retries, "-1 or more");
        return new RetryPolicy(retries, backOff, rules);
    }

    /**
     * The n-th retry comes after {@code first} × {@code factor}^(n-1), give or take a fifth by chance, so that jobs that
     * failed together do not come back together, and never later than {@code longest}.
     */
    public RetryPolicy backOff(Duration first, double factor, Duration longest) {
        require(!first.isNegative(), "back-off", first, "zero or more");
        require(factor >= 1, "back-off factor", factor, "1 or more");
        require(longest.compareTo(first) >= 0, "longest back-off", longest, "the first one or more");
        return new RetryPolicy(retries, Optional.of(new BackOff(first, factor, longest, 0.2)), rules);
    }

    /** Another share of chance in the back-off: 0 for none, 0.5 for half more or less. Only after {@link #backOff}. */
    public RetryPolicy jitter(double share) {
        require(share >= 0 && share <= 1, "jitter", share, "0 to 1");
        BackOff now = backOff.orElseThrow(
                () -> new IllegalArgumentException("TURNOUT-0118 jitter needs a back-off: call backOff first."));
        return new RetryPolicy(retries, Optional.of(new BackOff(now.first, now.factor, now.longest, share)), rules);
    }

    /** A failure of that type, or because of one, is final: another attempt could not help. */
    public RetryPolicy never(Class<? extends Throwable> type) {
        return with(new Rule(type, false, Optional.empty()));
    }

    /** A failure of that type, or because of one, is tried again after {@code delay} instead of the back-off. */
    public RetryPolicy after(Class<? extends Throwable> type, Duration delay) {
        require(!delay.isNegative(), "delay after " + type.getName(), delay, "zero or more");
        return with(new Rule(type, true, Optional.of(delay)));
    }

    /** A failure of that type, or because of one, is tried again by the back-off; an exception to a later {@link #never}. */
    public RetryPolicy always(Class<? extends Throwable> type) {
        return with(new Rule(type, true, Optional.empty()));
    }

    /**
     * What follows {@code failure}.
     *
     * @param attempt the attempt that failed, 1 for the first; runs that a crash ended do not count
     * @param chance from 0 to 1, of which the jitter is made
     */
    public Decision decide(Throwable failure, int attempt, double chance) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
            if (cause instanceof Retry asked) {
                return new Decision(true, asked.delay().or(() -> delay(attempt, chance)));
            }
            for (Rule rule : rules) {
                if (rule.type.isInstance(cause)) {
                    return new Decision(rule.again, rule.delay.or(() -> delay(attempt, chance)));
                }
            }
            cause = cause.getCause();
        }
        return new Decision(true, delay(attempt, chance));
    }

    private Optional<Duration> delay(int attempt, double chance) {
        return backOff.map(wait -> wait.before(attempt, chance));
    }

    private RetryPolicy with(Rule rule) {
        List<Rule> more = new ArrayList<>(rules);
        more.add(rule);
        return new RetryPolicy(retries, backOff, more);
    }

    @Override
    public String toString() {
        List<String> said = new ArrayList<>();
        said.add("retries " + (retries < 0 ? "as the layout says" : retries));
        backOff.ifPresent(wait -> said.add("back-off " + wait.first + " × " + wait.factor + ", at most " + wait.longest
                + ", jitter " + wait.jitter));
        rules.forEach(rule -> said.add((rule.again ? "again" : "never") + " after " + rule.type.getName()
                + rule.delay.map(d -> " in " + d).orElse("")));
        return String.join(", ", said);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RetryPolicy policy
                && policy.retries == retries
                && policy.backOff.equals(backOff)
                && policy.rules.equals(rules);
    }

    @Override
    public int hashCode() {
        return retries + 31 * backOff.hashCode() + 17 * rules.hashCode();
    }

    private static void require(boolean holds, String name, Object value, String range) {
        if (!holds) {
            throw new IllegalArgumentException(
                    "TURNOUT-0118 retry policy: " + name + " is " + value + "; it must be " + range + ".");
        }
    }

    /**
     * What follows a failed attempt.
     *
     * @param again whether another attempt may follow, if the number of retries allows it
     * @param delay how long to wait for it; empty leaves it to the layout
     */
    public record Decision(boolean again, Optional<Duration> delay) {}

    private record Rule(Class<? extends Throwable> type, boolean again, Optional<Duration> delay) {}

    private record BackOff(Duration first, double factor, Duration longest, double jitter) {
        Duration before(int attempt, double chance) {
            double plain = first.toMillis() * Math.pow(factor, Math.max(0, attempt - 1));
            double capped = Math.min(plain, longest.toMillis() / (1 + jitter)); // with the chance at most the longest
            return Duration.ofMillis(Math.round(capped * (1 - jitter + 2 * jitter * chance)));
        }
    }
}
