// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.blockhound;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.RuntimeMBeanException;
import javax.management.openmbean.CompositeData;

/** The switch of the JVM without which no method can be put before a native one. */
final class RedefinitionFlag {
    static final String NAME = "AllowRedefinitionToAddDeleteMethods";

    private RedefinitionFlag() {}

    /** @throws IllegalStateException if this JVM has the switch and it is off */
    static void demand() {
        if (isOff()) {
            throw new IllegalStateException("TURNOUT-0860 this JVM was started without -XX:+" + NAME
                    + ", so BlockHound cannot watch native methods; nothing was installed, and nothing is watched. Add the"
                    + " flag to the JVM that runs the tests: argLine of Surefire, jvmArgs of Gradle's test task. See"
                    + " docs/blockhound.md.");
        }
    }

    /** A JVM that does not know the switch, or does not say, is left to BlockHound's own check. */
    private static boolean isOff() {
        try {
            MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
            Object option = beans.invoke(
                    new ObjectName("com.sun.management:type=HotSpotDiagnostic"),
                    "getVMOption",
                    new Object[] {NAME},
                    new String[] {String.class.getName()});
            return option instanceof CompositeData data && "false".equals(data.get("value"));
        } catch (JMException | RuntimeMBeanException unknown) {
            return false;
        }
    }
}
