// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;

/**
 * The methods of the class path, outside of the scope: which of them surely wait. One does if each way through it to a
 * return comes to a call that always waits, by the table or because it surely waits itself. A method that waits in some
 * states only, or behind an interface, says nothing.
 */
final class Library {
    /** The JDK, which the table speaks for, and what only logs. */
    private static final List<String> FOREIGN = List.of(
            "java/",
            "javax/",
            "jdk/",
            "sun/",
            "org/slf4j/",
            "org/apache/logging/",
            "ch/qos/logback/",
            "org/jboss/logging/");

    /** Calls in calls that are looked into. */
    private static final int DEEPEST = 5;

    /** Instructions, above which a method is not looked into. */
    private static final int LONGEST = 2_000;

    private final Scope scope;
    private final Tables tables;
    private final Types types;
    private final Map<String, Map<String, MethodNode>> classes = new HashMap<>();
    private final Map<String, Optional<Rule>> known = new HashMap<>();
    private final Set<String> open = new HashSet<>();

    Library(Scope scope, Tables tables) {
        this.scope = scope;
        this.tables = tables;
        this.types = scope.types.aside();
    }

    /** The rule of the wait that {@code call} surely comes to. */
    Optional<Rule> waitOf(Call call) {
        return isOpen(call.owner(), call.descriptor())
                ? look(call.owner(), call.name(), call.descriptor(), 0)
                : Optional.empty();
    }

    /** Whether a call on that type may be looked into; what answers with a stage does not wait for the work. */
    private boolean isOpen(String owner, String descriptor) {
        return !owner.startsWith("[")
                && FOREIGN.stream().noneMatch(owner::startsWith)
                && !AsyncTypes.answersLater(types, descriptor);
    }

    private Optional<Rule> look(String owner, String name, String descriptor, int depth) {
        String key = owner + "." + name + descriptor;
        Optional<Rule> before = known.get(key);
        if (before != null) {
            return before;
        }
        if (depth >= DEEPEST || !open.add(key)) {
            return Optional.empty();
        }
        Optional<Rule> found = Optional.empty();
        Found method = find(owner, name + descriptor);
        if (method != null) {
            found = firstWait(method, depth);
        }
        open.remove(key);
        if (depth == 0 || found.isPresent()) {
            known.put(key, found); // deeper down a bound or a circle may have cut it short
        }
        return found;
    }

    private Optional<Rule> firstWait(Found method, int depth) {
        InsnList code = method.code().instructions;
        if (code.size() > LONGEST || mayReturn(code, insn -> isCandidate(insn, depth))) {
            return Optional.empty();
        }
        Body body = BodyReader.read(method.owner(), method.code());
        if (body == null) {
            return Optional.empty();
        }
        BitSet waits = new BitSet(code.size());
        Rule first = null;
        for (Call call : body.calls) {
            Rule rule = ruleOf(body, call, depth);
            if (rule != null) {
                waits.set(call.at());
                first = first == null ? rule : first;
            }
        }
        return first == null || mayReturn(code, insn -> waits.get(code.indexOf(insn)))
                ? Optional.empty()
                : Optional.of(first);
    }

    private boolean isCandidate(AbstractInsnNode insn, int depth) {
        return insn instanceof MethodInsnNode call
                && !call.owner.startsWith("[")
                && (depth + 1 < DEEPEST && FOREIGN.stream().noneMatch(call.owner::startsWith)
                        || row(call.owner, call.name, call.desc, call.getOpcode())
                                .isPresent());
    }

    private Optional<BlockingRow> row(String owner, String name, String descriptor, int opcode) {
        return tables.blocking(types, owner, name, descriptor, opcode != Opcodes.INVOKESTATIC)
                .filter(BlockingRow::always);
    }

    private @Nullable Rule ruleOf(Body body, Call call, int depth) {
        String owner = Scope.receiver(call);
        Optional<BlockingRow> row = tables.blocking(types, owner, call.name(), call.descriptor(), !call.isStatic());
        if (row.isEmpty()) {
            boolean told = tables.isSwitchedOff(types, call);
            return told || !isOpen(owner, call.descriptor())
                    ? null
                    : look(owner, call.name(), call.descriptor(), depth + 1).orElse(null);
        }
        boolean isDone = body.isGuarded(call, asked -> true) || isMadeDone(body, call);
        return !row.get().always() || isDone || Sinks.hasZeroTime(call)
                ? null
                : Kinds.ruleOf(row.get())
                        .filter(rule -> rule.isWait() && rule.severity() == Severity.ERROR)
                        .orElse(null);
    }

    /** {@code CompletableFuture.completedFuture(value).join()}, {@code Mono.just(value).block()}. */
    private static boolean isMadeDone(Body body, Call call) {
        return !call.isStatic()
                && call.value(0)
                        .all(Source.Result.class)
                        .map(body::callAt)
                        .anyMatch(made ->
                                made.isStatic() && made.name().matches("completed.*|immediate.*|just.*|fail.*"));
    }

    /** Whether some way from the beginning, exceptions aside, comes to a return past what {@code ends} it. */
    private static boolean mayReturn(InsnList code, Predicate<AbstractInsnNode> ends) {
        BitSet met = new BitSet(code.size());
        Deque<AbstractInsnNode> ways = new ArrayDeque<>(List.of(code.getFirst()));
        while (!ways.isEmpty()) {
            AbstractInsnNode at = ways.removeLast();
            while (at != null && !met.get(code.indexOf(at))) {
                met.set(code.indexOf(at));
                int opcode = at.getOpcode();
                if (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN) {
                    return true;
                }
                if (opcode == Opcodes.ATHROW || opcode == Opcodes.JSR || ends.test(at)) {
                    break;
                }
                if (at instanceof JumpInsnNode jump) {
                    ways.add(jump.label);
                } else if (at instanceof TableSwitchInsnNode table) {
                    ways.addAll(table.labels);
                    ways.add(table.dflt);
                } else if (at instanceof LookupSwitchInsnNode lookup) {
                    ways.addAll(lookup.labels);
                    ways.add(lookup.dflt);
                }
                boolean goesOn =
                        opcode != Opcodes.GOTO && opcode != Opcodes.TABLESWITCH && opcode != Opcodes.LOOKUPSWITCH;
                at = goesOn ? at.getNext() : null;
            }
        }
        return false;
    }

    /** The method that runs on an object of {@code type}, if no class in between overrides it. */
    private @Nullable Found find(String type, String method) {
        for (String candidate : types.superTypes(type)) {
            if (scope.contains(candidate)) {
                continue; // what stands there is followed as part of the scope
            }
            MethodNode code = FOREIGN.stream().anyMatch(candidate::startsWith)
                    ? null
                    : classes.computeIfAbsent(candidate, this::read).get(method);
            if (code != null) {
                boolean empty = code.instructions == null || code.instructions.size() == 0;
                return empty ? null : new Found(candidate, code);
            }
        }
        return null;
    }

    private Map<String, MethodNode> read(String type) {
        Map<String, MethodNode> methods = new HashMap<>();
        try {
            types.classFile(type).ifPresent(bytes -> {
                ClassNode node = new ClassNode();
                new ClassReader(bytes).accept(node, ClassReader.SKIP_FRAMES | ClassReader.SKIP_DEBUG);
                node.methods.forEach(method -> methods.put(method.name + method.desc, method));
            });
        } catch (RuntimeException unreadable) { // ASM says so with several kinds; the types tell of it where it matters
            methods.clear();
        }
        return methods;
    }

    private record Found(String owner, MethodNode code) {}
}
