// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Which tasks a worker that blocks can run too: it finds a method by name and stored parameters, and waits for no stage. */
class TaskDefinitionTest {
    @Test
    void aTwinWithAFacadeHasABlockingForm() {
        assertThat(annotated("haulAsync").hasBlockingForm()).isTrue();
    }

    @Test
    void aTwinWithoutAFacadeHasNone() {
        assertThat(annotated("bareAsync").hasBlockingForm()).isFalse();
        assertThat(annotated("bare").hasBlockingForm()).isFalse();
    }

    @Test
    void aBlockingBodyIsItsOwn() {
        assertThat(TaskDefinition.blocking(Yard.class, method("weigh"), "").hasBlockingForm())
                .isTrue();
    }

    @Test
    void aBodyThatTakesAContextWhichNobodyStoresHasNone() {
        assertThat(TaskDefinition.blocking(Yard.class, method("watch"), "").hasBlockingForm())
                .isFalse();
    }

    @Test
    void aTaskUnderANameThatIsNoMethodHasNone() {
        TaskAddress address = new TaskAddress("mail", "send", List.of("java.lang.String"));

        assertThat(TaskDefinition.composed(address, Yard.class, method("haulAsync"))
                        .hasBlockingForm())
                .isFalse();
    }

    @Test
    void aTwinIsNotThatOfAFacadeWhichAClassBelowOverrides() {
        assertThat(TaskDefinition.annotated(Siding.class, method("haulAsync"))
                        .address()
                        .methodName())
                .isEqualTo("haulAsync");
        assertThat(TaskRegistry.annotated(Siding.class).addresses())
                .extracting(TaskAddress::methodName)
                .doesNotContain("haul");
    }

    @Test
    void aTwinBelowItsFacadeIsThatOfTheFacade() {
        assertThat(TaskRegistry.annotated(Branch.class).find(TaskDefinition.addressOf(Branch.class, method("haul"))))
                .get()
                .extracting(task -> task.method().getDeclaringClass())
                .isEqualTo(Branch.class);
    }

    private static TaskDefinition annotated(String name) {
        return TaskDefinition.annotated(Yard.class, method(name));
    }

    private static java.lang.reflect.Method method(String name) {
        return Arrays.stream(Yard.class.getDeclaredMethods())
                .filter(method -> method.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    static class Yard {
        void haul(String freight) {}

        @AsyncTask
        CompletionStage<Void> haulAsync(String freight) {
            return CompletableFuture.completedFuture(null);
        }

        CompletionStage<Void> bareAsync(String freight) {
            return CompletableFuture.completedFuture(null);
        }

        CompletionStage<Void> bare(String freight) {
            return CompletableFuture.completedFuture(null);
        }

        void weigh(String freight) {}

        void watch(String freight, TaskContext context) {}
    }

    /** A body of its own under the facade's name, and no twin for it. */
    static class Siding extends Yard {
        @Override
        void haul(String freight) {}
    }

    /** A twin of its own behind the facade that it inherits. */
    static class Branch extends Yard {
        @Override
        @AsyncTask
        CompletionStage<Void> haulAsync(String freight) {
            return CompletableFuture.completedFuture(null);
        }
    }
}
