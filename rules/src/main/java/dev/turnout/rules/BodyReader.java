// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.Frame;
import org.objectweb.asm.tree.analysis.SourceInterpreter;
import org.objectweb.asm.tree.analysis.SourceValue;

/**
 * Reads one method body. The data flow says which lambda reaches which argument of which call, also through local
 * variables, casts and the arms of a conditional.
 */
final class BodyReader {
    private static final List<String> ALL_FAILURES = List.of("java/lang/Throwable", "java/lang/Exception");
    /** Places from which one value is followed; of those beyond, nothing is known. */
    private static final int MAX_SOURCES = 32;

    private static final String LAMBDA_FACTORY = "java/lang/invoke/LambdaMetafactory";

    private final MethodNode method;
    private final Body body = new Body();
    private final Map<AbstractInsnNode, Source> sources = new HashMap<>();
    private final Map<AbstractInsnNode, Integer> parameters = new HashMap<>();
    private @Nullable Frame<SourceValue>[] frames;

    private BodyReader(MethodNode method) {
        this.method = method;
        this.frames = noFrames();
    }

    /** The body; null where the data flow fails, which the caller counts. */
    static @Nullable Body read(String owner, MethodNode method) {
        if (!isOfInterest(method)) {
            return Body.EMPTY;
        }
        BodyReader reader = new BodyReader(method);
        try {
            reader.frames = new NullAware(reader.new Tracker()).analyze(owner, method);
            reader.walk();
        } catch (AnalyzerException | RuntimeException unreadable) {
            return null;
        }
        return reader.body;
    }

    /**
     * Calls, lambdas, nulls returned as something, and objects that are kept or read; every function, for what it leaves
     * unread.
     */
    private static boolean isOfInterest(MethodNode method) {
        if (method.name.startsWith("lambda$")) {
            return true;
        }
        for (AbstractInsnNode insn : method.instructions) {
            if (insn.getOpcode() == Opcodes.ACONST_NULL
                    || insn instanceof MethodInsnNode
                    || insn instanceof InvokeDynamicInsnNode
                    || (insn instanceof FieldInsnNode field && field.desc.startsWith("L"))) {
                return true;
            }
        }
        return false;
    }

    private void walk() {
        body.catchesAll = method.tryCatchBlocks.stream()
                .anyMatch(block -> block.type != null && ALL_FAILURES.contains(block.type));
        int line = 0;
        for (int i = 0; i < method.instructions.size(); i++) {
            AbstractInsnNode insn = method.instructions.get(i);
            if (insn instanceof LineNumberNode number) {
                line = number.line;
            }
            Frame<SourceValue> frame = frames[i];
            if (frame == null) {
                continue; // not reachable
            }
            note(i, insn, line, frame);
            if (insn instanceof MethodInsnNode call) {
                int count =
                        Type.getArgumentTypes(call.desc).length + (call.getOpcode() == Opcodes.INVOKESTATIC ? 0 : 1);
                body.add(new Call(i, call.getOpcode(), call.owner, call.name, call.desc, line, top(frame, count)));
                if (Guards.asksOne(call)) {
                    body.guards.addAll(
                            Guards.after(method.instructions, i, top(frame, 1).get(0)));
                }
            } else if (insn instanceof InvokeDynamicInsnNode indy && isLambda(indy)) {
                body.lambdas.add(lambda(i, indy, line, frame));
            } else if (insn.getOpcode() == Opcodes.POP) {
                top(frame, 1).get(0).all(Source.Result.class).map(body::callAt).forEach(body.dropped::add);
            } else if (insn.getOpcode() == Opcodes.AASTORE) {
                List<Value> values = top(frame, 3);
                values.get(0)
                        .all(Source.Array.class)
                        .forEach(array -> body.arrays
                                .computeIfAbsent(array.at(), at -> new ArrayList<>())
                                .add(values.get(2)));
            } else if (insn.getOpcode() == Opcodes.ARETURN) {
                body.escaping.add(top(frame, 1).get(0));
            } else if (insn.getOpcode() == Opcodes.PUTFIELD || insn.getOpcode() == Opcodes.PUTSTATIC) {
                Value value = top(frame, 1).get(0);
                FieldInsnNode field = (FieldInsnNode) insn;
                body.escaping.add(value);
                body.assigned.add(new Body.Assigned(new Source.Field(field.owner, field.name, field.desc), value));
            }
        }
    }

    /** What a value is used for, apart from calls. */
    private void note(int at, AbstractInsnNode insn, int line, Frame<SourceValue> frame) {
        if (body.firstLine == 0) {
            body.firstLine = line;
        }
        switch (insn.getOpcode()) {
            case Opcodes.ARETURN -> {
                Value value = top(frame, 1).get(0);
                body.returns.add(new Body.Exit(value, at, line));
                body.used.addAll(value.sources());
            }
            case Opcodes.ATHROW -> {
                Value value = top(frame, 1).get(0);
                body.used.addAll(value.sources());
                value.all(Source.New.class)
                        .forEach(made -> body.raises.add(new Body.Raise(made.type(), caught(at), at, line)));
            }
            case Opcodes.MONITORENTER -> {
                Value what = top(frame, 1).get(0);
                body.used.addAll(what.sources());
                body.monitors.add(new Body.Held(what, at, lastExit(at), line));
            }
            case Opcodes.ASTORE ->
                top(frame, 1).get(0).all(Source.Result.class).forEach(result -> body.stored.add(result.at()));
            case Opcodes.PUTFIELD, Opcodes.IF_ACMPEQ, Opcodes.IF_ACMPNE ->
                top(frame, 2).forEach(value -> body.used.addAll(value.sources()));
            case Opcodes.IFNULL, Opcodes.IFNONNULL -> {
                Value value = top(frame, 1).get(0);
                body.used.addAll(value.sources());
                value.all(Source.Result.class).forEach(result -> body.nullChecked.add(result.at()));
                body.askedWhetherNull.addAll(value.sources());
            }
            case Opcodes.PUTSTATIC, Opcodes.INSTANCEOF, Opcodes.ARRAYLENGTH, Opcodes.GETFIELD ->
                top(frame, 1).forEach(value -> body.used.addAll(value.sources()));
            case Opcodes.AASTORE -> top(frame, 3).forEach(value -> body.used.addAll(value.sources()));
            default -> {}
        }
        if (insn instanceof MethodInsnNode call) {
            int count = Type.getArgumentTypes(call.desc).length + (call.getOpcode() == Opcodes.INVOKESTATIC ? 0 : 1);
            top(frame, count).forEach(value -> body.used.addAll(value.sources()));
        } else if (insn instanceof InvokeDynamicInsnNode indy) {
            top(frame, Type.getArgumentTypes(indy.desc).length).forEach(value -> body.used.addAll(value.sources()));
        } else if (insn instanceof JumpInsnNode jump) {
            int target = method.instructions.indexOf(jump.label);
            if (target < at) {
                body.loops.add(new Body.Held(Value.UNKNOWN, target, at, line));
            }
        }
    }

    /** The last instruction that leaves the monitor entered at {@code at}, as compilers lay it out. */
    private int lastExit(int at) {
        int depth = 0;
        int last = method.instructions.size();
        for (int i = at + 1; i < method.instructions.size(); i++) {
            int opcode = method.instructions.get(i).getOpcode();
            if (opcode == Opcodes.MONITORENTER) {
                depth++;
            } else if (opcode == Opcodes.MONITOREXIT) {
                last = i;
                boolean handler = leaves(i);
                if (handler) {
                    if (depth == 0) {
                        return last;
                    }
                    depth--;
                }
            }
        }
        return last;
    }

    /** Whether the exit belongs to the handler that ends a synchronized block: it rethrows. */
    private boolean leaves(int exit) {
        for (AbstractInsnNode node = method.instructions.get(exit).getNext(); node != null; node = node.getNext()) {
            if (node.getOpcode() == Opcodes.ATHROW) {
                return true;
            }
            if (node.getOpcode() >= 0 && node.getOpcode() != Opcodes.ALOAD) {
                return false;
            }
        }
        return false;
    }

    private Set<String> caught(int at) {
        Set<String> types = new LinkedHashSet<>();
        for (TryCatchBlockNode block : method.tryCatchBlocks) {
            if (block.type != null
                    && method.instructions.indexOf(block.start) <= at
                    && at < method.instructions.indexOf(block.end)) {
                types.add(block.type);
            }
        }
        return types;
    }

    private static boolean isLambda(InvokeDynamicInsnNode indy) {
        return indy.bsm.getOwner().equals(LAMBDA_FACTORY) && indy.bsmArgs[1] instanceof Handle;
    }

    private Source.Lambda lambda(int at, InvokeDynamicInsnNode indy, int line, Frame<SourceValue> frame) {
        sources.putIfAbsent(indy, new Source.Other(at)); // where it captures itself, round a loop
        List<Value> captured = top(frame, Type.getArgumentTypes(indy.desc).length);
        String type = Type.getReturnType(indy.desc).getInternalName();
        Type instantiated = indy.bsmArgs[2] instanceof Type given ? given : Type.getMethodType("()V");
        Source.Lambda lambda =
                new Source.Lambda(at, (Handle) indy.bsmArgs[1], type, indy.name, line, captured, instantiated);
        sources.put(indy, lambda);
        return lambda;
    }

    private List<Value> top(Frame<SourceValue> frame, int count) {
        List<Value> values = new ArrayList<>(count);
        for (int i = frame.getStackSize() - count; i < frame.getStackSize(); i++) {
            values.add(value(frame.getStack(i)));
        }
        return values;
    }

    private Value value(SourceValue value) {
        Set<Source> all = new LinkedHashSet<>();
        for (AbstractInsnNode insn : value.insns) {
            Source known = sources.get(insn);
            if (known == null) {
                known = source(insn);
                sources.put(insn, known);
            }
            all.add(known);
        }
        return new Value(all);
    }

    private Source source(AbstractInsnNode insn) {
        Integer parameter = parameters.get(insn);
        if (parameter != null) {
            return new Source.Param(parameter);
        }
        int at = method.instructions.indexOf(insn);
        if (insn instanceof MethodInsnNode) {
            return new Source.Result(at);
        }
        if (insn instanceof FieldInsnNode field) {
            return new Source.Field(field.owner, field.name, field.desc);
        }
        if (insn instanceof TypeInsnNode type && type.getOpcode() == Opcodes.NEW) {
            return new Source.New(at, type.desc);
        }
        if (insn.getOpcode() == Opcodes.ANEWARRAY) {
            return new Source.Array(at);
        }
        if (insn instanceof InvokeDynamicInsnNode indy && isLambda(indy) && frames[at] != null) {
            return lambda(at, indy, lineOf(insn), frames[at]); // used before it is met: the head of a loop
        }
        if (insn.getOpcode() == Opcodes.ACONST_NULL) {
            return new Source.Null();
        }
        if (insn.getOpcode() == Opcodes.AALOAD && frames[at] != null) {
            sources.put(insn, new Source.Other(at)); // where an element is put back into what it came from
            Set<Source> array = top(frames[at], 2).get(0).sources();
            body.elements.put(at, new Value(array));
            if (array.size() == 1 && array.iterator().next() instanceof Source.Param given) {
                return given; // an element is as little known as the array that was given
            }
        }
        boolean zero = insn.getOpcode() == Opcodes.LCONST_0 || insn.getOpcode() == Opcodes.ICONST_0;
        return zero ? new Source.Zero() : new Source.Other(at);
    }

    private static int lineOf(AbstractInsnNode insn) {
        for (AbstractInsnNode node = insn; node != null; node = node.getPrevious()) {
            if (node instanceof LineNumberNode number) {
                return number.line;
            }
        }
        return 0;
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
    private static @Nullable Frame<SourceValue>[] noFrames() {
        return new Frame[0];
    }

    /** Follows values through copies and casts to where they were made, and knows parameters. */
    private final class Tracker extends SourceInterpreter {
        Tracker() {
            super(Opcodes.ASM9);
        }

        @Override
        public SourceValue newParameterValue(boolean isInstanceMethod, int local, Type type) {
            VarInsnNode marker = new VarInsnNode(Opcodes.ILOAD, local);
            parameters.put(marker, index(isInstanceMethod, local));
            return new SourceValue(type.getSize(), marker);
        }

        private int index(boolean isInstanceMethod, int local) {
            int slot = isInstanceMethod ? 1 : 0;
            int index = slot;
            if (local < slot) {
                return 0;
            }
            for (Type type : Type.getArgumentTypes(method.desc)) {
                if (slot == local) {
                    return index;
                }
                slot += type.getSize();
                index++;
            }
            return index;
        }

        /** The union, up to a bound: a variable that is set anew in hundreds of branches would take minutes to follow. */
        @Override
        public SourceValue merge(SourceValue known, SourceValue more) {
            return known.insns.size() >= MAX_SOURCES && known.size <= more.size ? known : super.merge(known, more);
        }

        @Override
        public SourceValue copyOperation(AbstractInsnNode insn, SourceValue value) {
            return value;
        }

        @Override
        public SourceValue unaryOperation(AbstractInsnNode insn, SourceValue value) {
            return insn.getOpcode() == Opcodes.CHECKCAST ? value : super.unaryOperation(insn, value);
        }
    }
}
