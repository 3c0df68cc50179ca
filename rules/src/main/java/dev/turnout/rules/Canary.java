// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** A method that promises not to wait, and sleeps, joins, and so on. A check that does not find it finds nothing. */
final class Canary {
    private Canary() {}

    private static final Map<String, byte[]> CLASS = Map.of("Canary.class", sleeper());

    /** @throws IllegalStateException if the engine and its tables do not find the canary */
    static void sing() {
        ClassPath jdk = ClassPath.of(ClassLoader.getPlatformClassLoader());
        hear(Analysis.run(CLASS, jdk, Tables.builtIn(), Settings.standard(), List.of()));
    }

    /**
     * The same with what a run goes by, which may speak of some waits otherwise, but not of all.
     *
     * @throws IllegalStateException if under these no wait fails
     */
    static void sing(ClassPath classPath, Tables tables, Settings settings) {
        Report report = Analysis.run(CLASS, classPath, tables, settings, List.of());
        if (report.failures().stream().noneMatch(v -> Settings.isOwnWait(v.rule()))) {
            throw new IllegalStateException(
                    "TURNOUT-0872 with the rows and severities of this class path the rules find"
                            + " none of the waits that they carry along to test themselves, so they would find nothing in your code"
                            + " either; nothing was checked. Look at these: "
                            + (tables.added().isEmpty() && settings.lowered().isEmpty()
                                    ? Settings.FILE + ", " + Tables.USER_ROWS + ", " + Tables.USER_CONTEXTS
                                    : String.join(
                                            "; ",
                                            Stream.concat(tables.added().stream(), settings.lowered().stream())
                                                    .toList()))
                            + ".");
        }
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
        wait(method, "java/util/concurrent/CompletableFuture", "join", "()Ljava/lang/Object;");
        wait(method, "reactor/core/publisher/Mono", "block", "()Ljava/lang/Object;");
        wait(method, "java/util/concurrent/CountDownLatch", "await", "()V");
        wait(method, "java/util/concurrent/Semaphore", "acquire", "()V");
        wait(method, "java/lang/Process", "waitFor", "()I");
        method.visitInsn(Opcodes.ACONST_NULL);
        method.visitInsn(Opcodes.ARETURN);
        method.visitMaxs(0, 0);
        method.visitEnd();
        writer.visitEnd();
        return writer.toByteArray();
    }

    /** A call on an object of which nothing is known. */
    private static void wait(MethodVisitor method, String type, String name, String descriptor) {
        method.visitMethodInsn(Opcodes.INVOKESTATIC, "canary/Maker", "make", "()L" + type + ";", false);
        method.visitMethodInsn(Opcodes.INVOKEVIRTUAL, type, name, descriptor, false);
        if (!descriptor.endsWith("V")) {
            method.visitInsn(Opcodes.POP);
        }
    }
}
