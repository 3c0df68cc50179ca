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

    /** A monitor that was entered within ten milliseconds: what the flight recorder leaves out by its own profile. */
    static final String QUICK_MONITOR = "jdk.JavaMonitorEnter within 10 ms";

    public Hit {
        stack = List.copyOf(stack);
    }
}
