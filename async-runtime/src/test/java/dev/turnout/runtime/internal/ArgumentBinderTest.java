// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.impl.LaissezFaireSubTypeValidator;
import dev.turnout.runtime.queue.Argument;
import dev.turnout.runtime.queue.Claim;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.Subtypes;
import dev.turnout.runtime.task.TaskContext;
import dev.turnout.runtime.task.TaskDefinition;
import dev.turnout.runtime.task.WorkerOptions;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentBinderTest {
    private final ObjectMapper json = new ObjectMapper();
    private final ObjectMapper exact = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();
    private final ArgumentBinder binder = new ArgumentBinder(
            trusting(), Subtypes.of(Bindable.Cow.class, Bindable.Gait.class).andPackage("dev.turnout.runtime.queue"));

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            text    | java.lang.String | "a"                                              | a
            text    | java.lang.String | null                                             | null
            number  | int              | 7                                                | 7
            list    | java.util.List   | ["a","b"]                                        | [a, b]
            list    | java.util.List   | ["java.util.ArrayList",["a"]]                    | [a]
            list    | java.util.List   | ["com.acme","org.acme"]                          | [com.acme, org.acme]
            list    | java.util.List   | ["java.util.ArrayList",["com.acme","org.acme"]]  | [com.acme, org.acme]
            map     | java.util.Map    | {"@class":"java.util.HashMap","a":["java.util.ArrayList",[1,2]]} | {a=[1, 2]}
            order   | dev.turnout.runtime.internal.Bindable$Order | {"@class":"evil.Type","id":3,"lines":["java.util.LinkedList",["x"]]} | order 3 [x]
            any     | java.lang.Object | ["java.lang.Long",5]                             | 5
            """)
    void storedValuesAreBoundToTheDeclaredType(String method, String type, String value, String expected)
            throws Exception {
        @Nullable Object[] bound = bind(method, new Argument(type, json.readTree(value)));

        assertThat(String.valueOf(bound[0])).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            any   | java.lang.Object                                          | {"@class":"javax.script.ScriptEngineManager"}
            any   | java.lang.Object                                          | {"a":["javax.script.ScriptEngineManager",{}]}
            beast | dev.turnout.runtime.internal.Bindable$Animal    | {"@class":"javax.script.ScriptEngineManager"}
            """)
    void aTypeNameInThePayloadIsNeverObeyed(String method, String type, String value) {
        assertThatThrownBy(() -> bind(method, argument(type, value)))
                .isInstanceOf(BindingFault.class)
                .hasMessageContaining("the value is a javax.script.ScriptEngineManager, which is not among")
                .hasMessageContaining("turnout.worker.subtypes");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            stall | Stall  | {"animal":{"@class":"T$Cow","litres":12},"all":["java.util.ArrayList",[{"@class":"T$Cow","litres":1}]]} | cow 12 [cow 1] null {}
            stall | Stall  | {"animal":null,"gait":["T$Gait","TROT"],"notes":{"@class":"java.util.HashMap","a":{"@class":"T$Cow","litres":3}}} | null [] TROT {a=cow 3}
            stall | Stall  | {"animal":{"@class":"T$Cow","litres":2,"calf":{"@class":"T$Cow","litres":1}}} | cow 2 of cow 1 [] null {}
            beast | Animal | {"@class":"T$Cow","litres":5}  | cow 5
            any   | java.lang.Object | {"@class":"T$Cow","litres":6} | cow 6
            """)
    void aDeclaredSubtypeIsBoundWhereTheTypeIsOpen(String method, String type, String value, String expected)
            throws Exception {
        String own = Bindable.class.getName();

        @Nullable
        Object[] bound = bind(
                method, argument(type.startsWith("java.") ? type : own + "$" + type, value.replace("T$", own + "$")));

        assertThat(String.valueOf(bound[0])).isEqualTo(expected);
    }

    @Test
    void aParameterIsOfTheClassThatIsStoredBesideItIfThatIsDeclared() throws Exception {
        String own = Bindable.class.getName();
        JsonNode cow = json.readTree("{\"litres\":4}");

        assertThat(bind("beast", new Argument(own + "$Animal", cow, own + "$Cow"))[0])
                .hasToString("cow 4");
        assertThatThrownBy(() -> bind("beast", new Argument(own + "$Animal", cow, own + "$Hen")))
                .isInstanceOf(BindingFault.class)
                .hasMessageContaining("the value is a " + own + "$Hen, which is not among");
        assertThatThrownBy(() -> bind("beast", new Argument(own + "$Animal", cow)))
                .isInstanceOf(BindingFault.class)
                .hasMessageContaining("the value names no class");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            java.lang.Long, 7, 7
            java.lang.Float, 1.5, 1.5
            java.math.BigDecimal, 1.50, 1.50
            java.util.UUID, "6f1b2c3d-0000-4000-8000-000000000000", 6f1b2c3d-0000-4000-8000-000000000000
            java.lang.String, "7", 7
            """, quoteCharacter = '~')
    void aParameterOfAnyTypeIsOfTheSimpleClassThatIsStoredBesideIt(String actual, String value, String text)
            throws Exception {
        @Nullable Object[] bound = bind("any", new Argument("java.lang.Object", exact.readTree(value), actual));

        assertThat(bound[0])
                .hasToString(text)
                .satisfies(it -> assertThat(it.getClass().getName()).isEqualTo(actual));
    }

    @Test
    void aSubtypeThatIsNotDeclaredIsAFaultThatNamesFieldClassAndSetting() {
        String own = Bindable.class.getName();
        String hen = "{\"all\":[{\"@class\":\"" + own + "$Hen\"}]}";

        assertThatThrownBy(() -> bind("stall", argument(own + "$Stall", hen)))
                .isInstanceOf(BindingFault.class)
                .hasMessageContaining(
                        "cannot be bound: field all.[0]: " + own + "$Animal is abstract, and the value is a " + own
                                + "$Hen, which is not among the worker's declared subtypes")
                .hasMessageContaining("turnout.worker.subtypes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"beast", "herd", "pens"})
    void aTaskWithAnArgumentThatCanNeverBeBoundIsKnownBeforeThereIsAJob(String method) throws Exception {
        ArgumentBinder strict = new ArgumentBinder(trusting(), Subtypes.of(Bindable.Order.class));
        ArgumentBinder open = new ArgumentBinder(trusting(), Subtypes.of(Bindable.Cow.class));

        assertThat(strict.unfit(task(method)))
                .contains("argument 1 cannot be bound, because " + Bindable.Animal.class.getName()
                        + " is abstract, and no subtype of it is declared (Worker.Builder.subtypes,"
                        + " turnout.worker.subtypes)");
        assertThat(open.unfit(task(method))).isEmpty();
    }

    @Test
    void aTypeThatCannotBeReadMakesTheTaskUnfitAndStopsNoWorker() {
        assertThat(binder.unfit(task("unreadable")))
                .hasValueSatisfying(reason -> assertThat(reason)
                        .startsWith("its arguments cannot be bound, because their types cannot be read: ")
                        .contains("no reader"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "number", "list", "map", "order", "any", "open", "stall", "jdk", "contextual"})
    void aTaskOfWhichSomeJobCanBeRunIsFit(String method) throws Exception {
        assertThat(new ArgumentBinder(trusting(), Subtypes.none()).unfit(task(method)))
                .isEmpty();
    }

    @Test
    void aDeclaredClassThatDoesNotFitTheDeclaredTypeIsNotTaken() {
        String own = Bindable.class.getName();

        assertThatThrownBy(() -> bind(
                        "beast",
                        argument(own + "$Animal", "{\"@class\":\"dev.turnout.runtime.queue.Argument\",\"x\":1}")))
                .isInstanceOf(BindingFault.class)
                .hasMessageContaining("not among");
    }

    @Test
    void aDeclaredTypeThatWantsClassNamesIsRefused() {
        assertThatThrownBy(() -> bind(
                        "open",
                        argument(Bindable.Open.class.getName(), "{\"type\":\"java.lang.StringBuilder\",\"x\":1}")))
                .isInstanceOf(BindingFault.class)
                .hasMessageContaining("TURNOUT-0110");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            number | int              | null
            number | int              | "seven"
            number | long             | 7
            number | java.lang.String | 7
            """)
    void whatDoesNotFitIsAFaultThatNamesArgumentAndTask(String method, String type, String value) {
        assertThatThrownBy(() -> bind(method, argument(type, value)))
                .isInstanceOf(BindingFault.class)
                .hasMessageContaining("TURNOUT-0110 argument 1 of")
                .hasMessageContaining("#number(int)");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            colour  | "BLUE"                                                              | BLUE
            colour  | "the blue"                                                          | BLUE
            colour  | "RED"                                                               | RED
            colour  | "warm"                                                              | RED
            colours | {"@class":"java.util.HashMap","the blue":["java.util.ArrayList",["warm","BLUE"]]} | BLUE RED BLUE
            marked  | "b"                                                                 | ON
            """)
    void anEnumIsBoundByItsNameAndByItsText(String method, String value, String names) throws Exception {
        Class<?> type = Bindable.Targets.type(method);

        @Nullable Object[] bound = bind(method, argument(type.getName(), value));

        assertThat(names(bound[0])).isEqualTo(names);
    }

    @Test
    void anEnumTextThatMeansTwoConstantsIsAFault() {
        assertThatThrownBy(() -> bind("colour", argument(Bindable.Colour.class.getName(), "\"GREY\"")))
                .isInstanceOf(BindingFault.class)
                .hasMessageContaining("TURNOUT-0110");
        assertThatThrownBy(() -> bind("colour", argument(Bindable.Colour.class.getName(), "\"no such\"")))
                .isInstanceOf(BindingFault.class);
    }

    private static String names(@Nullable Object bound) {
        if (bound instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> names(entry.getKey()) + " " + names(entry.getValue()))
                    .collect(Collectors.joining(" "));
        }
        if (bound instanceof List<?> list) {
            return list.stream().map(ArgumentBinderTest::names).collect(Collectors.joining(" "));
        }
        return bound instanceof Enum<?> constant ? constant.name() : String.valueOf(bound);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            number | int                                                               | "s3cret"
            colour | dev.turnout.runtime.internal.Bindable$Colour            | "s3cret"
            order  | dev.turnout.runtime.internal.Bindable$Order             | {"id":"s3cret"}
            order  | dev.turnout.runtime.internal.Bindable$Order             | {"s3cret":1}
            map    | java.util.Map                                                     | {"s3cret":["s3cret"]}
            url    | java.net.URL                                                      | "s3cret:no url"
            """)
    void theReasonNamesTaskAndTypeAndNoPartOfTheValue(String method, String type, String value) {
        assertThatThrownBy(() -> bind(method, argument(type, value)))
                .isInstanceOf(BindingFault.class)
                .hasMessageContaining("TURNOUT-0110 argument 1 of")
                .hasMessageContaining(type)
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void aFieldThatDoesNotFitIsNamed() {
        assertThatThrownBy(() ->
                        bind("order", argument(Bindable.Order.class.getName(), "{\"id\":3,\"lines\":[{\"a\":1}]}")))
                .isInstanceOf(BindingFault.class)
                .hasMessageContaining("cannot be bound: field lines.[0]: ");
    }

    @Test
    void aFieldTooManyIsAFaultThatNamesTheClassWithoutIt() {
        assertThatThrownBy(
                        () -> bind("order", argument(Bindable.Order.class.getName(), "{\"id\":3,\"order_lines\":[]}")))
                .isInstanceOf(BindingFault.class)
                .hasMessageContaining("it has a field that " + Bindable.Order.class.getName() + " has not");
    }

    @Test
    void tooFewAndTooManyArgumentsAreFaults() {
        assertThatThrownBy(() -> bind("number")).hasMessageContaining("TURNOUT-0111");
        assertThatThrownBy(() -> bind("number", argument("int", "1"), argument("int", "2")))
                .hasMessageContaining("TURNOUT-0111");
    }

    @Test
    void deepNestingIsAFaultAndNoStackOverflow() {
        String deep = "[".repeat(900) + "]".repeat(900);

        assertThatThrownBy(() -> bind("any", argument("java.lang.Object", deep)))
                .isInstanceOf(BindingFault.class)
                .hasMessageContaining("deeper than 64");
    }

    @Test
    void aContextParameterIsNotPartOfTheStoredArguments() throws Exception {
        @Nullable Object[] bound = bind("contextual", argument("java.lang.String", "\"a\""));

        assertThat(bound[0]).isInstanceOf(TaskContext.class);
        assertThat(bound[1]).isEqualTo("a");
    }

    private Argument argument(String type, String value) throws Exception {
        return new Argument(type, json.readTree(value));
    }

    private static TaskDefinition task(String name) {
        Method method = Arrays.stream(Bindable.Targets.class.getDeclaredMethods())
                .filter(candidate -> candidate.getName().equals(name))
                .findFirst()
                .orElseThrow();
        return TaskDefinition.blocking(Bindable.Targets.class, method, "");
    }

    private @Nullable Object[] bind(String name, Argument... arguments) throws Exception {
        TaskDefinition task = task(name);
        Claim claim = new Claim(
                new JobId("1"),
                1,
                task.address(),
                List.of(arguments),
                1,
                0,
                Duration.ZERO,
                Duration.ofSeconds(1),
                0,
                Map.of());
        TaskContext context = new RunContext(
                claim,
                new RunScope(
                        new Lanes(
                                "test",
                                WorkerOptions.with(),
                                new LoopWatch(Duration.ofSeconds(1), Duration.ofSeconds(30), new Announcer(List.of()))),
                        claim),
                Around.open(List.of(), claim),
                Optional.empty());
        return binder.bind(task, List.of(arguments), context, type -> Optional.empty());
    }

    @SuppressWarnings("deprecation") // as careless as applications are: default typing for everything
    private static ObjectMapper trusting() {
        return new ObjectMapper()
                .activateDefaultTyping(LaissezFaireSubTypeValidator.instance, ObjectMapper.DefaultTyping.EVERYTHING);
    }
}
