// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.find;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import java.util.Set;

/** Names of what rewritten code uses of the runtime. Checked by a test against the real classes. */
public final class RuntimeTypes {
    public static final String STAGES = "dev.turnout.runtime.async.Stages";
    public static final String BLOCKING = "dev.turnout.runtime.async.Blocking";
    public static final String FACADE = "dev.turnout.runtime.async.Facade";
    public static final String STEP = "dev.turnout.runtime.async.Step";
    public static final String ASYNC_TASK = "dev.turnout.runtime.task.AsyncTask";

    /** Simple names that rewritten code uses. */
    static final Set<String> SIMPLE_NAMES =
            Set.of("Stages", "Blocking", "Facade", "Step", "AsyncTask", "CompletionStage");

    /** Where a project lists the tasks that keep their blocking body. */
    public static final String TASK_CATALOG = "META-INF/turnout/tasks.properties";

    public static final String GROUP_ID = "dev.turnout";
    public static final String ARTIFACT_ID = "turnout-async-runtime";

    private RuntimeTypes() {}

    static boolean isKnown(String name) {
        return name.startsWith("dev.turnout.runtime.") || name.startsWith("java.util.concurrent.");
    }

    /** The version of these recipes, which is that of the runtime they are made for. */
    public static String version() {
        try (InputStream in = RuntimeTypes.class.getResourceAsStream("/dev/turnout/recipes/version.properties")) {
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
