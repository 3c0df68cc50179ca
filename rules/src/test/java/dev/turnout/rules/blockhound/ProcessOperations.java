// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.blockhound;

import static dev.turnout.rules.blockhound.Operation.waits;

import java.security.SecureRandom;
import java.util.List;

/** Operations on processes, the terminal and the system's entropy. */
final class ProcessOperations {
    private static final int MORE_THAN_IS_BUFFERED = 1_024;

    private ProcessOperations() {}

    static List<Operation> all() {
        return List.of(
                waits("ProcessBuilder.start", Operations.HOUNDS, a -> () -> new ProcessBuilder("true").start()),
                waits("Process.waitFor", Operations.ALL, a -> {
                    Process process = new ProcessBuilder("cat").start();
                    a.whenWaiting(() -> process.getOutputStream().close());
                    return process::waitFor;
                }),
                waits("System.in.read", Operations.ALL, a -> System.in::read),
                waits("System.out.println", Operations.ALL, a -> () -> System.out.println("printed")),
                waits(
                        "SecureRandom.nextBytes",
                        Operations.ALL,
                        a -> () -> new SecureRandom().nextBytes(new byte[MORE_THAN_IS_BUFFERED])));
    }
}
