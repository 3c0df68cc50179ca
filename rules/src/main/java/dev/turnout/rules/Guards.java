// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;

/** Reads off where, after a question such as {@code future.isDone()}, the answer is known to be yes. */
final class Guards {
    /** Answers to which yes means that the future is done. */
    static final Set<String> QUESTIONS = Set.of("isDone", "isSuccess", "isCompletedExceptionally", "isCancelled");

    private static final Pattern CHECK =
            Pattern.compile("(check|assert|require|verify|ensure|validate|state|argument|isTrue).*");

    /** Instructions between a condition and the check that it is given to: its message. */
    private static final int MESSAGE = 8;

    private Guards() {}

    /** {@code future.isDone()}, or {@code isReady(future)}, which may ask it. */
    static boolean asksOne(MethodInsnNode call) {
        return call.getOpcode() == Opcodes.INVOKESTATIC
                ? call.desc.endsWith(";)Z") && Type.getArgumentTypes(call.desc).length == 1
                : QUESTIONS.contains(call.name) && call.desc.equals("()Z");
    }

    /**
     * {@code if (f.isDone()) { here }}, {@code if (!f.isDone()) { .. } else { here }}, {@code if (!f.isDone()) { return; }
     * here}, {@code checkState(f.isDone()); here}.
     */
    static List<Body.Guard> after(InsnList code, int at, Value future) {
        List<Body.Guard> guards = new ArrayList<>();
        AbstractInsnNode next = real(code.get(at).getNext());
        AbstractInsnNode check = check(next);
        if (check != null) {
            guards.add(new Body.Guard(future, at, code.indexOf(check), Integer.MAX_VALUE));
        }
        if (!(next instanceof JumpInsnNode jump)) {
            return guards;
        }
        int target = code.indexOf(jump.label);
        if (jump.getOpcode() == Opcodes.IFEQ && target > at) {
            guards.add(new Body.Guard(future, at, at, target));
            AbstractInsnNode no = real(jump.label);
            AbstractInsnNode behind =
                    no != null && no.getOpcode() == Opcodes.ICONST_0 ? check(real(no.getNext())) : null;
            if (behind != null) {
                guards.add(new Body.Guard(future, at, code.indexOf(behind), Integer.MAX_VALUE));
            }
        } else if (jump.getOpcode() == Opcodes.IFNE && target > at) {
            AbstractInsnNode last = jump.label.getPrevious();
            while (last.getOpcode() < 0) {
                last = last.getPrevious();
            }
            if (leaves(last)) {
                guards.add(new Body.Guard(future, at, target, Integer.MAX_VALUE));
            } else if (last.getOpcode() == Opcodes.GOTO) {
                guards.add(new Body.Guard(future, at, target, code.indexOf(((JumpInsnNode) last).label)));
            }
        }
        return guards;
    }

    private static boolean leaves(AbstractInsnNode insn) {
        return insn.getOpcode() == Opcodes.ATHROW
                || (insn.getOpcode() >= Opcodes.IRETURN && insn.getOpcode() <= Opcodes.RETURN);
    }

    /** The check that the condition on the stack is given to; null where something else is done with it. */
    private static @Nullable AbstractInsnNode check(@Nullable AbstractInsnNode from) {
        AbstractInsnNode insn = from;
        for (int i = 0; insn != null && i < MESSAGE && !(insn instanceof JumpInsnNode); i++) {
            if (insn instanceof MethodInsnNode call
                    && call.desc.startsWith("(Z")
                    && call.desc.endsWith(")V")
                    && CHECK.matcher(call.name).matches()) {
                return call;
            }
            insn = real(insn.getNext());
        }
        return null;
    }

    /** {@code insn}, or the first after it that does something. */
    private static @Nullable AbstractInsnNode real(@Nullable AbstractInsnNode insn) {
        AbstractInsnNode at = insn;
        while (at != null && at.getOpcode() < 0) {
            at = at.getNext();
        }
        return at;
    }
}
