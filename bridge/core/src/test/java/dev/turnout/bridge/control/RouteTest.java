// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.turnout.runtime.queue.Argument;
import dev.turnout.runtime.task.JobId;
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

    @Test
    void aKeyIsReadFromTheArgumentsAndDecidesAlone() throws Exception {
        List<Argument> arguments = List.of(
                argument("\"acme\""),
                argument("{\"tenant\":{\"id\":42,\"tags\":[\"java.lang.Long\",7]},\"none\":null}"),
                argument("[\"java.lang.Long\",9007199254740993]"));

        assertThat(value("1", arguments)).isEqualTo("acme");
        assertThat(value("2.tenant.id", arguments)).isEqualTo("42");
        assertThat(value("2.tenant.tags", arguments))
                .as("the name of a type is no value")
                .isEqualTo("7");
        assertThat(value("3", arguments)).as("all digits").isEqualTo("9007199254740993");
        for (String nothing : List.of("2", "2.none", "2.absent", "1.field", "4")) {
            assertThat(value(nothing, arguments)).as(nothing).isEmpty();
        }
        Route half = Route.parse("50 1").orElseThrow();
        boolean side = half.allows(new JobId("a"), arguments);
        assertThat(ids(100).map(JobId::new)).allMatch(id -> half.allows(id, arguments) == side);
    }

    @Test
    void aJobWithoutTheKeyGoesOverLast() {
        assertThat(Route.parse("99 1").orElseThrow().allows(new JobId("a"), List.of()))
                .isFalse();
        assertThat(Route.parse("100 1").orElseThrow().allows(new JobId("a"), List.of()))
                .isTrue();
    }

    @Test
    void aRecordIsReadAsItWasWritten() {
        for (String record : List.of("0", "7", "100", "25 2", "25 12.tenant_id.x-y.$z")) {
            assertThat(Route.parse(record).orElseThrow().record()).isEqualTo(record);
        }
        assertThat(Stream.of("25 ", "25 0", "25 a", "25 1..b", "25 1.", "25 1 2", "25  1", "101 1")
                        .map(Route::parse))
                .allMatch(java.util.Optional::isEmpty);
    }

    @Test
    void aGroupsRouteStandsBetweenATasksOwnAndThatOfAll() {
        TaskAddress task = new TaskAddress("a.B", "c", List.of());
        Map<String, String> groups = Map.of("a.B#c()", "mail");
        Map<String, Route> common = Map.of("@mail", new Route(20), RouteTable.ALL, Route.ASYNC);

        assertThat(new RouteTable(1, common, groups).of(task)).isEqualTo(new Route(20));
        assertThat(new RouteTable(1, common, Map.of()).of(task)).isEqualTo(Route.ASYNC);
        assertThat(new RouteTable(1, Map.of("a.B#c()", Route.LEGACY, "@mail", Route.ASYNC), groups).of(task))
                .isEqualTo(Route.LEGACY);
    }

    private static String value(String key, List<Argument> arguments) {
        return RouteKey.parse(key).orElseThrow().valueOf(new JobId("any"), arguments);
    }

    private static Argument argument(String json) throws Exception {
        return new Argument("java.lang.Object", new ObjectMapper().readTree(json));
    }

    private static Stream<String> ids(int count) {
        Random random = new Random(SEED);
        return Stream.generate(() -> new UUID(random.nextLong(), random.nextLong()).toString())
                .limit(count);
    }
}
