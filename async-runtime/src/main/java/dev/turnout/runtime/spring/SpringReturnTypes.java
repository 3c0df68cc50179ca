// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.spring;

import dev.turnout.runtime.task.ReturnTypes;
import java.util.concurrent.CompletionStage;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.util.ClassUtils;

/** Stages, and every type that Spring's registry of reactive adapters knows. */
final class SpringReturnTypes implements ReturnTypes {
    private static final boolean REACTIVE =
            ClassUtils.isPresent("org.reactivestreams.Publisher", SpringReturnTypes.class.getClassLoader());

    @Override
    public boolean knows(Class<?> type) {
        return ReturnTypes.STAGES.knows(type)
                || (REACTIVE && ReactiveAdapterRegistry.getSharedInstance().getAdapter(type) != null);
    }

    @Override
    public CompletionStage<?> stageOf(Object returned) {
        if (ReturnTypes.STAGES.knows(returned.getClass())) {
            return ReturnTypes.STAGES.stageOf(returned);
        }
        ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance().getAdapter(returned.getClass());
        if (adapter == null) {
            throw new IllegalArgumentException(
                    "not a reactive type: " + returned.getClass().getName());
        }
        return PublisherEnd.of(adapter.toPublisher(returned));
    }
}
