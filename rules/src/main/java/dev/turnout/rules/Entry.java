// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.util.Optional;

/** Where an async path begins, and why the thread there must not wait. */
record Entry(Kind kind, Method method, String address, String note) {
    enum Kind {
        /** A task without a lane. */
        TASK("a task without a lane runs composed, on a thread that all jobs of the worker share"),
        TWIN("a twin runs composed, on a thread that all jobs of the worker share"),
        STAGE("a method that returns a stage promises its caller not to wait"),
        CONTINUATION("a continuation runs on the thread that completes the stage, often an event loop"),
        /** A method whose author says so. */
        DECLARED("a method marked @NonBlocking promises its caller not to wait"),
        /** A function that may wait: few rules hold for it. */
        OFFLOADED("it runs on a thread of the pool"),
        /** A task on a thread of its own pool or on a virtual thread: few rules hold for it. */
        LANE("its lane has threads that may wait"),
        /** What runs once, when the application starts. */
        START_UP("it runs once, at start-up, or where the class is met first"),
        /** A method with a transaction around it. */
        TRANSACTIONAL("it runs in a transaction");

        private final String because;

        Kind(String because) {
            this.because = because;
        }

        String because() {
            return because;
        }
    }

    boolean isTask() {
        return kind == Kind.TASK || kind == Kind.TWIN || kind == Kind.LANE;
    }

    /** What can be done about the task as a whole. */
    Optional<String> laneFix() {
        return kind == Kind.TASK
                ? Optional.of("or give the task a lane, in " + RuntimeTypes.TASKS + ": " + address + " = blocking")
                : Optional.empty();
    }
}
