// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** A method of the scope, and a node of the call graph. */
final class Method {
    private static final int MAX_NESTING = 16;

    final String owner;
    final String name;
    final String descriptor;
    final int access;
    final String fileName;
    final Set<String> annotations;
    final Declared declared;
    final Body body;
    private @Nullable Exemption exemption;
    private @Nullable Method around;
    final List<Edge> edges = new ArrayList<>();
    final List<Sink> sinks = new ArrayList<>();

    Method(
            String owner,
            String name,
            String descriptor,
            int access,
            String fileName,
            Set<String> annotations,
            Declared declared,
            Body body) {
        this.owner = owner;
        this.name = name;
        this.descriptor = descriptor;
        this.access = access;
        this.fileName = fileName;
        this.annotations = annotations;
        this.declared = declared;
        this.body = body;
    }

    /** Whether this or its class has one of {@code descriptors}. */
    boolean isMarked(Set<String> descriptors) {
        return descriptors.stream().anyMatch(d -> annotations.contains(d) || annotations.contains("class:" + d));
    }

    /** Why what stands in it may wait; null where nobody said so. */
    @Nullable
    Exemption exemption() {
        return exemption == null ? declared.exemption() : exemption;
    }

    boolean isExempt() {
        return exemption() != null;
    }

    /** What holds for the method around a lambda holds for the lambda. */
    void exempt(@Nullable Exemption around) {
        exemption = around;
    }

    /** The method that a lambda stands in. */
    void standsIn(Method method) {
        around = method;
    }

    /** The method that a lambda stands in, and the one around that, to the outermost; else itself. */
    Method outermost() {
        Method at = this;
        for (int i = 0; at.around != null && i < MAX_NESTING; i++) {
            at = at.around;
        }
        return at;
    }

    /** The first line of its body; 0 where the class has no line numbers. */
    int line() {
        return body.firstLine;
    }

    boolean is(int flag) {
        return (access & flag) != 0;
    }

    boolean isStatic() {
        return is(Opcodes.ACC_STATIC);
    }

    String className() {
        return owner.replace('/', '.');
    }

    String returnType() {
        Type type = Type.getReturnType(descriptor);
        return type.getSort() == Type.OBJECT ? type.getInternalName() : "";
    }

    /** {@code com.acme.Foo#bar(java.lang.String)}, for a lambda the method around it. */
    String address() {
        return isLambda() ? className() + "#" + displayName() : address(owner);
    }

    /** The address that a job has which names this method through {@code type}. */
    String address(String type) {
        List<String> types = Arrays.stream(Type.getArgumentTypes(descriptor))
                .map(Method::binaryName)
                .toList();
        return type.replace('/', '.') + "#" + name + "(" + String.join(",", types) + ")";
    }

    /** As {@code Class.getName} has it: arrays are {@code [B} and {@code [Ljava.lang.String;}. */
    private static String binaryName(Type type) {
        return type.getSort() == Type.ARRAY ? type.getDescriptor().replace('/', '.') : type.getClassName();
    }

    boolean isLambda() {
        return name.startsWith("lambda$");
    }

    /** The name that stands in the source. */
    String displayName() {
        if (!isLambda()) {
            return name;
        }
        Method outermost = outermost();
        if (!outermost.isLambda()) {
            return outermost.name; // in the name of a lambda in a lambda, older compilers wrote null
        }
        int end = name.lastIndexOf('$');
        String inner = end > "lambda$".length() ? name.substring("lambda$".length(), end) : name;
        return inner.equals("new") ? "<init>" : inner.equals("static") ? "<clinit>" : inner;
    }

    /** Source-level name with its class. */
    String simpleName() {
        return owner.substring(owner.lastIndexOf('/') + 1).replace('$', '.') + "." + displayName();
    }

    @Override
    public String toString() {
        return owner + "." + name + descriptor;
    }

    /**
     * A way for a thread from one method into another.
     *
     * @param line where in the first
     * @param role what the second is there, such as {@code lambda given to Stages.then}; may be empty
     * @param siblings all methods that the call may mean, this one among them
     * @param grade the most that can be said of it, siblings aside
     * @param onThis whether the second runs on the same object
     * @param helpers the methods in between that hand a function on and call it, the first one first
     */
    record Edge(
            Method to,
            int line,
            String role,
            List<Method> siblings,
            Confidence grade,
            boolean onThis,
            List<Hop> helpers) {
        Edge(Method to, int line, String role, List<Method> siblings, Confidence grade, boolean onThis) {
            this(to, line, role, siblings, grade, onThis, List.of());
        }
    }

    /** A method, and the line in it at which it goes on. */
    record Hop(Method method, int line) {}

    /**
     * What the declaration says besides name and types.
     *
     * @param signature with generics; empty where there are none
     * @param failures internal names of the exceptions that it declares
     * @param exemption of the method, else of its class
     */
    record Declared(
            String signature,
            List<String> failures,
            @Nullable Exemption exemption) {
        static final Declared NOTHING = new Declared("", List.of(), null);
    }

    /**
     * {@code @AllowBlocking}.
     *
     * @param place the method or class that has it
     */
    record Exemption(String place, String reason, String until) {}

    /** A call in this method that waits. */
    record Sink(Rule rule, Confidence grade, String call, int line) {}
}
