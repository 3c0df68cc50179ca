// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.blockhound;

import java.util.regex.Pattern;

/** Knows the event-loop threads of a worker by their names, so that the rules do not need the runtime. */
final class LoopThreads {
    /** What the runtime calls them: the worker's name, then this. */
    private static final Pattern NAME = Pattern.compile(".+-cpu-\\d+");

    private LoopThreads() {}

    static boolean isOne(Thread thread) {
        return thread.isDaemon()
                && thread.getClass() == Thread.class
                && NAME.matcher(thread.getName()).matches();
    }
}
