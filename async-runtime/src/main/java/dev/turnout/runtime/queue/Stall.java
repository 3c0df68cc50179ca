// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.queue;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The thread that reads a queue's answers is held by somebody's code. Until it comes back no answer is heard: no lease is
 * renewed, nothing is claimed, no end is known to be stored.
 *
 * @param thread its name
 * @param stack where it stands, innermost frame first
 * @param since how long an answer has been waited for
 */
public record Stall(String thread, List<StackTraceElement> stack, Duration since) {
    private static final Pattern PLUMBING = Pattern.compile(
            "(java|javax|jdk|sun|com\\.sun|io\\.netty|io\\.lettuce|reactor|org\\.reactivestreams)\\..*");

    public Stall {
        stack = List.copyOf(stack);
    }

    /** The innermost frame outside of JDK, Netty, Lettuce and Reactor: the line that somebody can change. */
    public String at() {
        return stack.stream()
                .filter(Stall::isSomebodys)
                .findFirst()
                .map(frame -> frame.getClassName() + "." + frame.getMethodName() + "(" + frame.getFileName() + ":"
                        + frame.getLineNumber() + ")")
                .orElse("an unknown line");
    }

    /** Whether {@code frame} is outside of JDK, Netty, Lettuce and Reactor. */
    public static boolean isSomebodys(StackTraceElement frame) {
        return !PLUMBING.matcher(frame.getClassName()).matches();
    }
}
