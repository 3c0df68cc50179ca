// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;

/** Where a class names a type of the bridge: in its head, its fields, and the heads and bodies of its methods. */
final class BridgeUses {
    private static final byte[] NAME = RuntimeTypes.BRIDGE.replace('.', '/').getBytes(StandardCharsets.US_ASCII);
    private static final Pattern TYPE =
            Pattern.compile("(?<![\\w/])L?(" + RuntimeTypes.BRIDGE.replace('.', '/') + "[\\w/$]+)");

    private static final int UTF8 = 1;
    private static final int STRING = 8;

    private final ClassNode node;
    private final Map<String, Use> first = new TreeMap<>();

    private BridgeUses(ClassNode node) {
        this.node = node;
    }

    /**
     * A type of the bridge, where a class names it first.
     *
     * @param method empty where it is the head of the class or a field
     * @param line 0 where there is none
     */
    record Use(String className, String method, String fileName, int line, String type) {}

    /** One for each type that the class names; none for classes of the bridge. */
    static Collection<Use> in(byte[] classFile) {
        if (!mentions(classFile)) {
            return List.of();
        }
        ClassNode node = new ClassNode();
        ClassReader reader = new ClassReader(classFile);
        reader.accept(node, ClassReader.SKIP_FRAMES);
        BridgeUses uses = new BridgeUses(node);
        if (!TYPE.matcher(node.name).lookingAt()) {
            node.methods.forEach(uses::addBody);
            node.methods.forEach(uses::addHead);
            uses.addClass();
            uses.addConstants(reader);
        }
        return uses.first.values();
    }

    /** Few classes do, so the others are not taken apart. */
    private static boolean mentions(byte[] classFile) {
        for (int at = 0; at <= classFile.length - NAME.length; at++) {
            int same = 0;
            while (same < NAME.length && classFile[at + same] == NAME[same]) {
                same++;
            }
            if (same == NAME.length) {
                return true;
            }
        }
        return false;
    }

    private void addClass() {
        List<String> names = new ArrayList<>(node.interfaces);
        names.add(node.superName);
        names.add(node.signature);
        addAnnotations(names, node.visibleAnnotations);
        addAnnotations(names, node.invisibleAnnotations);
        for (FieldNode field : node.fields) {
            names.add(field.desc);
            names.add(field.signature);
            addAnnotations(names, field.visibleAnnotations);
            addAnnotations(names, field.invisibleAnnotations);
        }
        names.forEach(name -> add(name, "", 0));
    }

    /**
     * Whatever else the class names: of parameters' annotations, of annotated types, of arrays, of local variables. All names of
     * types stand in the constant pool (JVMS 4.4.7); strings do too, and are none.
     */
    private void addConstants(ClassReader reader) {
        Set<Integer> strings = new HashSet<>();
        for (int i = 1; i < reader.getItemCount(); i++) {
            if (tag(reader, i) == STRING) {
                strings.add(reader.readUnsignedShort(reader.getItem(i)));
            }
        }
        for (int i = 1; i < reader.getItemCount(); i++) {
            if (tag(reader, i) == UTF8 && !strings.contains(i)) {
                int at = reader.getItem(i);
                byte[] text = new byte[reader.readUnsignedShort(at)];
                for (int j = 0; j < text.length; j++) {
                    text[j] = (byte) reader.readByte(at + 2 + j);
                }
                add(new String(text, StandardCharsets.UTF_8), "", 0);
            }
        }
    }

    private static int tag(ClassReader reader, int item) {
        int at = reader.getItem(item);
        return at == 0 ? 0 : reader.readByte(at - 1);
    }

    private void addHead(MethodNode method) {
        List<String> names = new ArrayList<>();
        names.add(method.desc);
        names.add(method.signature);
        names.addAll(method.exceptions);
        addAnnotations(names, method.visibleAnnotations);
        addAnnotations(names, method.invisibleAnnotations);
        names.forEach(name -> add(name, method.name, 0));
    }

    private static void addAnnotations(List<String> names, @Nullable List<AnnotationNode> annotations) {
        if (annotations != null) {
            annotations.forEach(annotation -> {
                names.add(annotation.desc);
                names.add(String.valueOf(annotation.values));
            });
        }
    }

    private void addBody(MethodNode method) {
        int line = 0;
        for (AbstractInsnNode insn : method.instructions) {
            if (insn instanceof LineNumberNode number) {
                line = number.line;
            }
            add(named(insn), method.name, line);
        }
        int last = line;
        method.tryCatchBlocks.forEach(block -> add(block.type, method.name, last));
    }

    /** The types that an instruction names, in one text. */
    private static @Nullable String named(AbstractInsnNode insn) {
        if (insn instanceof MethodInsnNode call) {
            return call.owner + " " + call.desc;
        }
        if (insn instanceof FieldInsnNode field) {
            return field.owner + " " + field.desc;
        }
        if (insn instanceof TypeInsnNode type) {
            return type.desc;
        }
        if (insn instanceof InvokeDynamicInsnNode indy) {
            return indy.desc + " " + List.of(indy.bsmArgs);
        }
        return insn instanceof LdcInsnNode constant && constant.cst instanceof org.objectweb.asm.Type type
                ? type.getDescriptor()
                : null;
    }

    private void add(@Nullable String names, String method, int line) {
        if (names == null) {
            return;
        }
        Matcher matcher = TYPE.matcher(names);
        while (matcher.find()) {
            String type = matcher.group(1).replace('/', '.');
            String file = node.sourceFile == null ? "?" : node.sourceFile;
            first.putIfAbsent(type, new Use(node.name.replace('/', '.'), method, file, line, type));
        }
    }
}
