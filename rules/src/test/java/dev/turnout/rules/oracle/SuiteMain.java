// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.oracle;

import java.io.PrintWriter;

/**
 * JUnit's console launcher without its exit: what was seen is written before the hooks run that a suite leaves behind. In
 * the watched process, which has the launcher on its class path; we have not.
 */
public final class SuiteMain {
    private SuiteMain() {}

    public static void main(String[] args) throws ReflectiveOperationException {
        Class.forName("org.junit.platform.console.ConsoleLauncher")
                .getMethod("run", PrintWriter.class, PrintWriter.class, String[].class)
                .invoke(null, new PrintWriter(System.out, true), new PrintWriter(System.err, true), args);
        System.out.flush();
    }
}
