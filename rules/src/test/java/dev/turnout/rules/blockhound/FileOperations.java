// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.blockhound;

import static dev.turnout.rules.blockhound.Operation.waits;

import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.FileReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Operations on files: by stream, by path, by channel. */
final class FileOperations {
    private FileOperations() {}

    static List<Operation> all() {
        return Stream.of(streams(), reads(), changes(), channels())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Operation> streams() {
        return List.of(
                waits("FileInputStream.read", Operations.ALL, a -> a.closing(new FileInputStream(file()))::read),
                waits("FileInputStream.read(byte[])", Operations.ALL, a -> {
                    FileInputStream in = a.closing(new FileInputStream(file()));
                    return () -> in.read(new byte[4]);
                }),
                waits("FileOutputStream.write", Operations.ALL, a -> {
                    FileOutputStream out = a.closing(new FileOutputStream(file()));
                    return () -> out.write(new byte[4]);
                }),
                waits("RandomAccessFile.read", Operations.ALL, a -> a.closing(new RandomAccessFile(file(), "r"))::read),
                waits("RandomAccessFile.write", Operations.ALL, a -> {
                    RandomAccessFile file = a.closing(new RandomAccessFile(file(), "rw"));
                    return () -> file.write(new byte[4]);
                }),
                waits("FileReader.read", Operations.ALL, a -> a.closing(new FileReader(file()))::read),
                waits("new FileInputStream", Operations.AUGMENTED, a -> {
                    File file = file();
                    return () -> a.closing(new FileInputStream(file));
                }));
    }

    private static List<Operation> reads() {
        return List.of(
                waits("Files.readAllBytes", Operations.NOT_STOCK, a -> {
                    Path file = path();
                    return () -> Files.readAllBytes(file);
                }),
                waits("Files.readString", Operations.NOT_STOCK, a -> {
                    Path file = path();
                    return () -> Files.readString(file);
                }),
                waits("Files.lines", Operations.NOT_STOCK, a -> {
                    Path file = path();
                    return () -> a.closing(Files.lines(file)).count();
                }),
                waits("Files.newBufferedReader", Operations.NOT_STOCK, a -> {
                    Path file = path();
                    return () -> a.closing(Files.newBufferedReader(file)).readLine();
                }),
                waits("Files.newInputStream", Operations.NOT_STOCK, a -> {
                    Path file = path();
                    return () -> a.closing(Files.newInputStream(file)).read();
                }),
                waits("Files.exists", Operations.AUGMENTED, a -> {
                    Path file = path();
                    return () -> Files.exists(file);
                }),
                waits("Files.list", Operations.AUGMENTED, a -> {
                    Path directory = Files.createTempDirectory("operation");
                    return () -> a.closing(Files.list(directory)).count();
                }),
                waits("Files.walk", Operations.AUGMENTED, a -> {
                    Path directory = Files.createTempDirectory("operation");
                    return () -> a.closing(Files.walk(directory)).count();
                }),
                waits("File.exists", Operations.AUGMENTED, a -> file()::exists),
                waits(
                        "File.listFiles",
                        Operations.AUGMENTED,
                        a -> Files.createTempDirectory("operation").toFile()::listFiles));
    }

    private static List<Operation> changes() {
        return List.of(
                waits("Files.writeString", Operations.NOT_STOCK, a -> {
                    Path file = path();
                    return () -> Files.writeString(file, "text");
                }),
                waits("Files.copy", Operations.AUGMENTED, a -> {
                    Path file = path();
                    return () -> Files.copy(file, file.resolveSibling(file.getFileName() + ".copy"));
                }),
                waits("Files.move", Operations.AUGMENTED, a -> {
                    Path file = path();
                    return () -> Files.move(file, file.resolveSibling(file.getFileName() + ".moved"));
                }),
                waits("Files.delete", Operations.AUGMENTED, a -> {
                    Path file = path();
                    return () -> Files.delete(file);
                }),
                waits("File.delete", Operations.AUGMENTED, a -> file()::delete));
    }

    private static List<Operation> channels() {
        return List.of(
                waits("FileChannel.read", Operations.NOT_STOCK, a -> {
                    FileChannel channel = a.closing(FileChannel.open(path()));
                    return () -> channel.read(ByteBuffer.allocateDirect(4));
                }),
                waits("FileChannel.force", Operations.NOT_STOCK, a -> {
                    FileChannel channel = a.closing(FileChannel.open(path(), StandardOpenOption.WRITE));
                    return () -> channel.force(true);
                }),
                waits("FileChannel.lock", Operations.AUGMENTED, a -> {
                    FileChannel channel = a.closing(FileChannel.open(path(), StandardOpenOption.WRITE));
                    return channel::lock;
                }),
                waits("FileChannel.map", Operations.AUGMENTED, a -> {
                    FileChannel channel = a.closing(FileChannel.open(path()));
                    return () -> channel.map(FileChannel.MapMode.READ_ONLY, 0, 4);
                }),
                waits("new ZipFile", Operations.ALL, a -> {
                    Path file = zip();
                    return () -> a.closing(new ZipFile(file.toFile()));
                }),
                waits("Class.getResourceAsStream", Operations.ALL, a -> () -> {
                    try (InputStream in = FileOperations.class.getResourceAsStream("natives.properties")) {
                        in.read();
                    }
                }));
    }

    static Operation asynchronousRead() {
        return Operation.goesOn("AsynchronousFileChannel.read", a -> {
            AsynchronousFileChannel channel = a.closing(AsynchronousFileChannel.open(path()));
            return () -> channel.read(ByteBuffer.allocateDirect(4), 0);
        });
    }

    private static Path path() throws IOException {
        return Files.writeString(Files.createTempFile("operation", ".txt"), "some text");
    }

    private static File file() throws IOException {
        return path().toFile();
    }

    private static Path zip() throws IOException {
        Path file = Files.createTempFile("operation", ".zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
            out.putNextEntry(new ZipEntry("entry"));
        }
        return file;
    }
}
