// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The two tables of this module, with the rows that a user's class path adds to them. */
final class Tables {
    static final String USER_ROWS = "META-INF/turnout/blocking-apis.csv";
    static final String USER_CONTEXTS = "META-INF/turnout/lambda-contexts.csv";

    private final TypeTable<BlockingRow> blocking = new TypeTable<>(BlockingRow::method, BlockingRow::isUsers);
    private final TypeTable<ContextRow> contexts = new TypeTable<>(ContextRow::method, row -> false);

    private final List<String> added = new ArrayList<>();
    private final List<UserRow> userRows = new ArrayList<>();

    private Tables() {}

    /** What ships with the rules. */
    static Tables builtIn() {
        Tables tables = new Tables();
        tables.addOwn();
        return tables;
    }

    /** The rows of the class path before ours, so that for one method the user's word holds. */
    static Tables with(ClassPath classPath) {
        Tables tables = new Tables();
        tables.users(classPath, USER_ROWS, (source, fields) -> tables.addBlocking(source, fields, true));
        tables.users(classPath, USER_CONTEXTS, tables::addContext);
        tables.addOwn();
        return tables;
    }

    /** Files of the class path that add rows, and how many; each as the words of a finding. */
    List<String> added() {
        return added;
    }

    /** Rows of the class path that name a type or a method which is not there, each as the words of a finding. */
    List<String> idle(Types types) {
        return userRows.stream()
                .flatMap(row -> row.misses(types).stream()
                        .map(miss -> row.source() + " has a row that matches nothing: " + miss))
                .toList();
    }

    /** One line of a user's table. */
    private record UserRow(String source, String owner, String methods) {
        List<String> misses(Types types) {
            String type = owner.replace('.', '/');
            if (owner.contains("*") || owner.startsWith("annotated:")) {
                return List.of();
            }
            if (!types.exists(type)) {
                return List.of("there is no " + owner + " on the class path");
            }
            return MethodPattern.parse(methods).stream()
                    .filter(method -> !method.isAny() && !method.name().equals("<init>"))
                    .filter(method -> !types.declares(type, method))
                    .map(method -> owner + " has no " + method)
                    .toList();
        }
    }

    private void users(ClassPath classPath, String name, Adder adder) {
        for (URL url : classPath.resources(name)) {
            try (InputStream in = ClassPath.open(url)) {
                List<List<String>> rows = Csv.read(url.toString(), in, 4);
                rows.forEach(fields -> {
                    adder.add(url.toString(), fields);
                    userRows.add(new UserRow(url.toString(), fields.get(0), fields.get(1)));
                });
                added.add(url + " adds rows: " + rows.size());
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + url, e);
            }
        }
    }

    private void addOwn() {
        own("never-blocking.csv", (source, fields) -> addBlocking(source, fields, false));
        own("async-apis.csv", (source, fields) -> addBlocking(source, fields, false));
        own("blocking-apis.csv", (source, fields) -> addBlocking(source, fields, false));
        own("lambda-contexts.csv", this::addContext);
        RuntimeTypes.CONTEXTS.forEach(this::addContext);
    }

    /** The row that says that this call waits. */
    Optional<BlockingRow> blocking(Types types, String owner, String name, String descriptor, boolean instance) {
        return blocking.find(types, owner, name, descriptor, instance).filter(row -> !row.isNonblocking());
    }

    /** Whether a row says that this call does not wait. */
    boolean isSwitchedOff(Types types, Call call) {
        return blocking.find(types, Scope.receiver(call), call.name(), call.descriptor(), !call.isStatic())
                .filter(BlockingRow::isNonblocking)
                .isPresent();
    }

    /** Whether a row speaks of functions given to this very type, not of a super type. */
    boolean knows(String owner, String name, String descriptor) {
        return contexts.hasOwn(owner, name, descriptor);
    }

    /** Where argument {@code index} of this call runs, as far as the table knows. */
    Optional<Context> context(Types types, String owner, String name, String descriptor, int index) {
        return contexts.find(types, owner, name, descriptor, true)
                .flatMap(row -> row.contexts().stream()
                        .filter(c -> c.speaksFor(index))
                        .map(LambdaContext::context)
                        .findFirst());
    }

    private void addBlocking(String source, List<String> fields, boolean isUsers) {
        String kind = fields.get(2);
        if (!Kinds.known(kind)) {
            throw new IllegalArgumentException("TURNOUT-0702 " + source + " has a row of kind '" + kind
                    + "', which no rule speaks for. See the column 'kind' of Turnout's blocking-apis.csv; to switch a row"
                    + " off, use " + Kinds.NONBLOCKING + ".");
        }
        for (MethodPattern method : MethodPattern.parse(fields.get(1))) {
            boolean always = fields.get(3).startsWith("always");
            blocking.add(fields.get(0), new BlockingRow(fields.get(0), method, kind, always, isUsers));
        }
    }

    private void addContext(String source, List<String> fields) {
        Context context;
        try {
            context = Context.of(fields.get(3));
        } catch (IllegalArgumentException unknown) {
            throw new IllegalArgumentException("TURNOUT-0801 " + source + " has a row with the context '"
                    + fields.get(3) + "'; nothing was checked. Use continuation, pool, inline, offload, executor,"
                    + " executor-receiver or never.");
        }
        addContext(new LambdaContext(fields.get(0), fields.get(1), fields.get(2), context));
    }

    private void addContext(LambdaContext context) {
        for (MethodPattern method : MethodPattern.parse(context.methods())) {
            contexts.addOrMerge(
                    context.owner(),
                    new ContextRow(method, List.of(context)),
                    (a, b) -> a.method().equals(b.method()) ? Optional.of(a.and(b)) : Optional.empty());
        }
    }

    private void own(String name, Adder adder) {
        try (InputStream in = Tables.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("TURNOUT-0703 the table " + name
                        + " is missing from Turnout's rules; nothing was checked. Shading has left out a resource.");
            }
            for (List<String> fields : Csv.read(name, in, 4)) {
                adder.add(name, fields);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Adder {
        void add(String source, List<String> fields);
    }

    /** All arguments of one method. */
    private record ContextRow(MethodPattern method, List<LambdaContext> contexts) {
        ContextRow and(ContextRow other) {
            return new ContextRow(
                    method,
                    Stream.concat(contexts.stream(), other.contexts.stream()).toList());
        }
    }
}
