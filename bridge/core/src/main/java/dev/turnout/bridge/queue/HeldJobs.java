// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import dev.turnout.bridge.wire.JobDocument;
import dev.turnout.runtime.queue.Answer;
import dev.turnout.runtime.queue.Claim;
import dev.turnout.runtime.task.JobId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The claims that this worker holds, by token, and what became of the last ones it held. */
final class HeldJobs {
    private static final int REMEMBERED = 1_000;

    private final Map<Long, Held> held = new ConcurrentHashMap<>();
    private final Map<Long, Answer> ended = new LinkedHashMap<>();

    /** The attempt counts crashes too: what it ran before, it may have half done. The retries do not. */
    Claim take(JobDocument document, long token, long crashes, Duration waited, Duration lease, long epoch) {
        Claim claim = new Claim(
                new JobId(document.id()),
                token,
                document.task(),
                document.arguments(),
                document.failures() + (int) crashes + 1,
                (int) crashes,
                waited,
                lease,
                epoch,
                document.metadata());
        held.put(token, new Held(claim, document));
        return claim;
    }

    Optional<Held> of(Claim claim) {
        return Optional.ofNullable(held.get(claim.token()));
    }

    /** Lets go of a claim; who asks for it again gets {@code answer}. */
    void end(Claim claim, Answer answer) {
        held.remove(claim.token());
        synchronized (ended) {
            ended.put(claim.token(), answer);
            if (ended.size() > REMEMBERED) {
                ended.remove(ended.keySet().iterator().next());
            }
        }
    }

    /** Lets go of a claim that nobody will ask for again. */
    void forget(Claim claim) {
        held.remove(claim.token());
    }

    /** What to say about a claim that is not held. */
    Answer answerFor(Claim claim) {
        synchronized (ended) {
            return ended.getOrDefault(claim.token(), new Answer.LostClaim());
        }
    }
}
