// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turnout.recipes.find.RuntimeTypes;
import dev.turnout.runtime.async.Blocking;
import dev.turnout.runtime.async.Facade;
import dev.turnout.runtime.async.Stages;
import dev.turnout.runtime.async.Step;
import dev.turnout.runtime.task.AsyncTask;
import dev.turnout.runtime.task.TaskCatalog;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RuntimeTypesTest {
    @Test
    void namesAreThoseOfTheRuntime() {
        assertThat(List.of(
                        RuntimeTypes.STAGES,
                        RuntimeTypes.BLOCKING,
                        RuntimeTypes.FACADE,
                        RuntimeTypes.STEP,
                        RuntimeTypes.ASYNC_TASK))
                .containsExactly(
                        Stages.class.getName(),
                        Blocking.class.getName(),
                        Facade.class.getName(),
                        Step.class.getName(),
                        AsyncTask.class.getName());
        assertThat(RuntimeTypes.TASK_CATALOG).isEqualTo(TaskCatalog.RESOURCE);
        assertThat(RuntimeTypes.version()).matches("\\d+\\.\\d+.*");
    }

    @Test
    void methodsThatRecipesWriteAreThere() {
        Set<String> stages = Arrays.stream(Stages.class.getMethods())
                .map(java.lang.reflect.Method::getName)
                .collect(Collectors.toSet());

        assertThat(stages)
                .contains("ok", "done", "failed", "start", "then", "map", "accept", "catching", "lastly", "lastlyRun")
                .contains("using", "loop", "forEach", "forEachWhile", "delay", "joined", "gotten", "carrying");
    }
}
