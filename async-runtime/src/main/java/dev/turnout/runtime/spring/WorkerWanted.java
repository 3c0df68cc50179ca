// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.spring;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Whether the properties ask for a worker: by its switch, or else by a burst. */
final class WorkerWanted extends SpringBootCondition {
    private static final String ENABLED = "turnout.worker.enabled";
    private static final String BURST = "turnout.worker.burst";

    WorkerWanted() {}

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        Environment settings = context.getEnvironment();
        boolean wanted = settings.getProperty(
                ENABLED, Boolean.class, !settings.getProperty(BURST, "false").equalsIgnoreCase("false"));
        ConditionMessage.Builder says = ConditionMessage.forCondition("Turnout worker");
        return wanted
                ? ConditionOutcome.match(says.because("it is switched on by " + ENABLED + " or " + BURST))
                : ConditionOutcome.noMatch(says.because("neither " + ENABLED + " nor " + BURST + " switches it on"));
    }
}
