// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.util.List;

/** What the rules know of the runtime: names only, so that neither needs the other. */
final class RuntimeTypes {
    static final String ASYNC_TASK = "dev.turnout.runtime.task.AsyncTask";
    static final String FACADE = "dev.turnout.runtime.async.Facade";
    static final String FACADE_AWAIT = "await";
    static final String ALLOW_BLOCKING = "dev.turnout.runtime.async.AllowBlocking";
    static final String STAGES = "dev.turnout.runtime.async.Stages";
    static final String BLOCKING = "dev.turnout.runtime.async.Blocking";

    /** The start of every name of the bridge. */
    static final String BRIDGE = "dev.turnout.bridge.";

    static final String TWIN_SUFFIX = "Async";
    static final String TASKS = "META-INF/turnout/tasks.properties";
    static final List<String> LANES_THAT_WAIT = List.of("blocking", "virtual");

    /** Where the runtime runs the functions that it is given. */
    static final List<LambdaContext> CONTEXTS = List.of(
            new LambdaContext(FACADE, FACADE_AWAIT, "0", Context.INLINE),
            new LambdaContext(STAGES, "start", "0", Context.INLINE),
            new LambdaContext(STAGES, "then|map|accept|catching|lastly|lastlyRun", "1", Context.CONTINUATION),
            new LambdaContext(STAGES, "using", "0", Context.INLINE),
            new LambdaContext(STAGES, "using", "1", Context.CONTINUATION),
            new LambdaContext(STAGES, "loop", "0", Context.CONTINUATION),
            new LambdaContext(STAGES, "forEach|forEachWhile", "1", Context.CONTINUATION),
            new LambdaContext(BLOCKING, "call|run", "0", Context.OFFLOAD),
            new LambdaContext(BLOCKING, "callOn|runOn", "1", Context.OFFLOAD));

    private RuntimeTypes() {}
}
