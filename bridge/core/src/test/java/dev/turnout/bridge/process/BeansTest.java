// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turnout.runtime.WorkerSetup;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BeansTest {
    @Test
    void aClassIsMadeOnceByItsOwnConstructorEvenAPrivateOne() {
        Beans beans = new Beans(List.of());

        beans.make(Hidden.class);
        Object first = beans.bean(Hidden.class);
        beans.make(Hidden.class);

        assertThat(first).isInstanceOf(Hidden.class).isSameAs(beans.bean(Hidden.class));
    }

    @Test
    void theFirstSetupThatGivesABeanWins() {
        Beans beans = new Beans(List.of(gives(Optional.empty()), gives(Optional.of(7)), gives(Optional.of(8))));

        beans.make(Integer.class);

        assertThat(beans.bean(Integer.class)).isEqualTo(7);
    }

    @Test
    void anAbstractClassCountsOnlyWhereASetupHasABeanForIt() {
        assertThat(new Beans(List.of()).has(Number.class)).isFalse();
        assertThat(new Beans(List.of(gives(Optional.of(7)))).has(Number.class)).isTrue();
    }

    @Test
    void whatCannotBeMadeIsRefusedWithTheReason() {
        Beans none = new Beans(List.of());

        assertThatThrownBy(() -> none.make(Integer.class))
                .hasMessageContainingAll("TURNOUT-0391", "java.lang.Integer", "no constructor without parameters");
        assertThatThrownBy(() -> none.make(Number.class)).hasMessageContainingAll("TURNOUT-0391", "is abstract");
        assertThatThrownBy(() -> none.make(Angry.class)).hasMessageContainingAll("TURNOUT-0391", "not today");
        assertThatThrownBy(() -> new Beans(List.of(gives(Optional.of("seven")))).make(Integer.class))
                .hasMessageContainingAll("TURNOUT-0391", "java.lang.String", "Give one of that class");
    }

    private static WorkerSetup gives(Optional<Object> bean) {
        return new WorkerSetup() {
            @Override
            public Optional<Object> bean(Class<?> type) {
                return bean;
            }
        };
    }

    static final class Hidden {
        private Hidden() {}
    }

    static final class Angry {
        Angry() {
            throw new IllegalArgumentException("not today");
        }
    }
}
