// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.internal;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.jsontype.BasicPolymorphicTypeValidator;
import dev.turnout.runtime.queue.Argument;
import dev.turnout.runtime.task.Subtypes;
import dev.turnout.runtime.task.TaskContext;
import dev.turnout.runtime.task.TaskDefinition;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes a method's arguments out of the stored ones.
 *
 * <p>Every value is bound to the type that the registered method declares. No type is chosen because a payload says so:
 * default typing is off, class names in the payload are stripped as data, and a declared type whose own annotations ask
 * for class names is refused. Where a declared type is abstract, a name chooses among the {@link Subtypes} that the user has declared.
 */
final class ArgumentBinder {
    private static final int MOST_CAUSES = 16;

    /** Simple values of the JDK that JSON has no form of its own for. Where a method takes anything, the stored name says which it was. */
    private static final Map<String, Class<?>> VALUES = Stream.of(
                    Byte.class,
                    Short.class,
                    Integer.class,
                    Long.class,
                    Float.class,
                    Double.class,
                    Character.class,
                    BigInteger.class,
                    BigDecimal.class,
                    UUID.class,
                    URI.class,
                    Instant.class,
                    Duration.class,
                    LocalDate.class,
                    LocalTime.class,
                    LocalDateTime.class)
            .collect(Collectors.toUnmodifiableMap(Class::getName, type -> type));

    private final ObjectMapper mapper;
    private final Wrappers wrappers;

    /**
     * @param given the mapper that reads what the queue writes; it is copied
     * @param subtypes the classes that a value may name where an abstract type is declared
     */
    ArgumentBinder(ObjectMapper given, Subtypes subtypes) {
        this.mapper = given.copy();
        mapper.deactivateDefaultTyping();
        mapper.setPolymorphicTypeValidator(
                BasicPolymorphicTypeValidator.builder().build());
        mapper.setVisibility(PropertyAccessor.FIELD, Visibility.ANY); // as JobRunr writes them
        mapper.enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);
        mapper.registerModule(new EnumTexts());
        mapper.registerModule(new OpenTypes());
        this.wrappers = new Wrappers(mapper, subtypes);
    }

    /**
     * @param live gives the value for a place-holder, by declared type
     * @return one value a parameter of the method
     */
    @Nullable
    Object[] bind(
            TaskDefinition task, List<Argument> stored, TaskContext context, Function<String, Optional<Object>> live)
            throws BindingFault {
        Class<?>[] raw = task.method().getParameterTypes();
        Type[] generic = task.method().getGenericParameterTypes();
        @Nullable Object[] values = new Object[raw.length];
        int next = 0;
        for (int at = 0; at < raw.length; at++) {
            if (TaskDefinition.isContext(raw[at])) {
                values[at] = context;
            } else {
                values[at] = value(task, next, argument(task, stored, next), raw[at], generic[at], live);
                next++;
            }
        }
        if (next != stored.size()) {
            throw new BindingFault(
                    "TURNOUT-0111 the job has " + stored.size() + " arguments, " + task.address() + " takes " + next
                            + ".",
                    null);
        }
        return values;
    }

    /**
     * Why no job of {@code task} could be run, or hardly one; empty if its arguments can be bound. Of an argument whose type is
     * abstract, or has such elements, a value needs a declared subtype.
     */
    Optional<String> unfit(TaskDefinition task) {
        try {
            return open(task);
        } catch (RuntimeException | LinkageError unreadable) { // would be thrown at each job
            return Optional.of(
                    "its arguments cannot be bound, because their types cannot be read: " + root(unreadable));
        }
    }

    private Optional<String> open(TaskDefinition task) {
        Class<?>[] raw = task.method().getParameterTypes();
        Type[] generic = task.method().getGenericParameterTypes();
        int number = 0;
        for (int at = 0; at < raw.length; at++) {
            if (TaskDefinition.isContext(raw[at])) {
                continue;
            }
            number++;
            Optional<Class<?>> open = wrappers.unfit(mapper.constructType(generic[at]));
            if (open.isPresent()) {
                return Optional.of("argument " + number + " cannot be bound, because "
                        + open.get().getName() + " is abstract, and no subtype of it is declared"
                        + " (Worker.Builder.subtypes, turnout.worker.subtypes)");
            }
        }
        return Optional.empty();
    }

    private static Argument argument(TaskDefinition task, List<Argument> stored, int at) throws BindingFault {
        if (at >= stored.size()) {
            throw new BindingFault(
                    "TURNOUT-0111 the job has only " + stored.size() + " arguments, " + task.address() + " takes more.",
                    null);
        }
        return stored.get(at);
    }

    private @Nullable Object value(
            TaskDefinition task,
            int at,
            Argument argument,
            Class<?> raw,
            Type generic,
            Function<String, Optional<Object>> live)
            throws BindingFault {
        if (!argument.declaredType().equals(raw.getName())) {
            throw fault(
                    task, at, "is stored as " + argument.declaredType() + ", the method takes " + raw.getName(), null);
        }
        Optional<Object> given = live.apply(argument.declaredType());
        if (given.isPresent()) {
            if (!raw.isInstance(given.get())) {
                throw fault(task, at, "was given as a " + given.get().getClass().getName(), null);
            }
            return given.get();
        }
        try {
            JavaType type = mapper.constructType(named(argument, raw).orElse(generic));
            JsonNode plain = wrappers.off(argument.value(), type, argument.actualType());
            return plain.isNull() && !raw.isPrimitive()
                    ? null
                    : mapper.readerFor(type).readValue(plain);
        } catch (IOException | RuntimeException | StackOverflowError | LinkageError unfit) {
            throw fault(task, at, place(unfit) + whyUnfit(argument, generic, unfit), unfit);
        }
    }

    /** Which of {@link #VALUES} the argument is, if the method takes any of several. The name is compared, and loads nothing. */
    private static Optional<Type> named(Argument argument, Class<?> raw) {
        return Optional.<Type>ofNullable(VALUES.get(argument.actualType()))
                .filter(type -> argument.value().isValueNode() && raw.isAssignableFrom((Class<?>) type));
    }

    /** Without the words of {@code unfit}: they hold the value, which may be a secret, and a reason is shown and logged. */
    private static String whyUnfit(Argument argument, Type type, Throwable unfit) {
        String kind = argument.value().getNodeType().name().toLowerCase(Locale.ROOT);
        String said = "it is stored as JSON's " + kind + ", of which no " + type.getTypeName() + " can be made";
        if (unfit instanceof OpenTypes.NotDeclared open) {
            return open.reason();
        }
        if (unfit instanceof Wrappers.TooDeep) {
            return said + ", for it is nested " + unfit.getMessage();
        }
        if (unfit instanceof UnrecognizedPropertyException unknown) { // whose name may be data
            return said + " (it has a field that " + unknown.getReferringClass().getName() + " has not)";
        }
        return unfit instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null
                ? said + " (a part of it is no " + mismatch.getTargetType().getName() + ")"
                : said + " (" + root(unfit).getClass().getName() + ")";
    }

    private static Throwable root(Throwable thrown) {
        Throwable root = thrown;
        for (int depth = 0; depth < MOST_CAUSES && root.getCause() != null; depth++) {
            root = root.getCause();
        }
        return root;
    }

    /** Where in the argument, if it is not the argument itself: {@code field animal.name: }. A name that no class declares is data. */
    private static String place(Throwable unfit) {
        if (!(unfit instanceof JsonMappingException mapping)
                || mapping.getPath().isEmpty()) {
            return "";
        }
        return mapping.getPath().stream().map(ArgumentBinder::step).collect(Collectors.joining(".", "field ", ": "));
    }

    private static String step(JsonMappingException.Reference step) {
        if (step.getFieldName() == null) {
            return "[" + step.getIndex() + "]";
        }
        Class<?> from = step.getFrom() instanceof Class<?> type
                ? type
                : step.getFrom() == null ? null : step.getFrom().getClass();
        for (Class<?> type = from; type != null; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (field.getName().equals(step.getFieldName())) {
                    return step.getFieldName();
                }
            }
        }
        return "?";
    }

    private static BindingFault fault(TaskDefinition task, int at, String what, @Nullable Throwable cause) {
        return new BindingFault(
                "TURNOUT-0110 argument " + (at + 1) + " of " + task.address() + " cannot be bound: " + what
                        + ". The job was not run. Make the types agree, or leave the task to the legacy pool.",
                cause);
    }
}
