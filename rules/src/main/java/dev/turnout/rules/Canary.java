// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.util.List;
import java.util.Map;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** A method that promises not to wait, and sleeps. A check that does not find it finds nothing. */
final class Canary {
    private Canary() {}

    /** @throws IllegalStateException if the engine and its tables do not find the canary */
    static void sing() {
        ClassPath jdk = ClassPath.of(ClassLoader.getPlatformClassLoader());
        hear(Analysis.run(Map.of("Canary.class", sleeper()), jdk, Tables.builtIn(), Settings.standard(), List.of()));
    }

    /** @throws IllegalStateException unless the canary fails the check: found as a guess, or as a warning, is not found */
    static void hear(Report report) {
        if (report.failures().stream().noneMatch(v -> v.rule() == Rule.TRN104)) {
            throw new IllegalStateException("TURNOUT-0704 the rules do not find a Thread.sleep that they carry along to"
                    + " test themselves, so they would find nothing in your code either; nothing was checked. Look for a"
                    + " second version of asm or a changed resource on the class path.");
        }
    }

    private static byte[] sleeper() {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, "canary/Canary", null, Types.OBJECT, null);
        MethodVisitor method = writer.visitMethod(
                Opcodes.ACC_STATIC, "restAsync", "()Ljava/util/concurrent/CompletionStage;", null, null);
        method.visitCode();
        method.visitLdcInsn(1L);
        method.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/Thread", "sleep", "(J)V", false);
        method.visitInsn(Opcodes.ACONST_NULL);
        method.visitInsn(Opcodes.ARETURN);
        method.visitMaxs(0, 0);
        method.visitEnd();
        writer.visitEnd();
        return writer.toByteArray();
    }
}
