// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turnout.runtime.task.TaskAddress;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RouteTest {
    private static final long SEED = 8_241_907;

    @Test
    void tenPercentAreTenPercentOfManyIds() {
        long ours = ids(100_000).filter(new Route(10)::allows).count();

        assertThat(ours).as("seed=" + SEED).isBetween(9_500L, 10_500L);
    }

    @Test
    void aJobThatIsOursStaysOursAtAHigherShare() {
        ids(1_000).forEach(id -> {
            for (int percent = 0; percent < 100; percent++) {
                if (new Route(percent).allows(id)) {
                    assertThat(new Route(percent + 1).allows(id)).as(id).isTrue();
                }
            }
        });
    }

    @Test
    void noneAndAllAreExact() {
        assertThat(ids(1_000)).noneMatch(Route.LEGACY::allows);
        assertThat(ids(1_000)).allMatch(Route.ASYNC::allows);
    }

    @Test
    void whatCannotBeReadIsNoRoute() {
        assertThat(Stream.of("", "101", "-1", "ten", "1e1", "0x10", " 5", "5.0").map(Route::parse))
                .allMatch(java.util.Optional::isEmpty);
        assertThat(Route.parse("100")).contains(Route.ASYNC);
        assertThatThrownBy(() -> new Route(101)).hasMessageContaining("TURNOUT-0352");
    }

    @Test
    void aTasksOwnRouteGoesBeforeTheOneForAll() {
        TaskAddress own = new TaskAddress("a.B", "c", List.of("int"));
        RouteTable table = new RouteTable(1, Map.of("a.B#c(int)", Route.LEGACY, RouteTable.ALL, Route.ASYNC), Map.of());

        assertThat(table.of(own)).isEqualTo(Route.LEGACY);
        assertThat(table.of(new TaskAddress("a.B", "d", List.of()))).isEqualTo(Route.ASYNC);
        assertThat(RouteTable.UNREAD.of(own)).isEqualTo(Route.LEGACY);
    }

    private static Stream<String> ids(int count) {
        Random random = new Random(SEED);
        return Stream.generate(() -> new UUID(random.nextLong(), random.nextLong()).toString())
                .limit(count);
    }
}
