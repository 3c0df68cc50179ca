// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.oracle;

import java.util.List;

/**
 * A wait that was seen.
 *
 * @param source {@code BlockHound}, or the type of the flight recorder's event, such as {@code jdk.JavaMonitorEnter}
 * @param call the method that waits, as {@code java.lang.Thread.sleep}
 * @param thread name of the thread
 * @param stack innermost frame first; without frames of BlockHound and of this package
 * @param times how often this was seen on this thread
 */
public record Hit(String source, String call, String thread, List<StackTraceElement> stack, long times) {
    public static final String BLOCKHOUND = "BlockHound";

    public Hit {
        stack = List.copyOf(stack);
    }
}
