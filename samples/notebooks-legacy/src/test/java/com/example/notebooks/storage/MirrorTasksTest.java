package com.example.notebooks.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.example.notebooks.source.Source;
import com.example.notebooks.source.SourceRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mockito.ArgumentCaptor;
import org.mockito.Captor;
import org.mockito.InjectMocks;
import org.mockito.Mock;
import org.mockito.junit.jupiter.MockitoExtension;

@ExtendWith(MockitoExtension.class)
class MirrorTasksTest {

    @Mock
    private SourceRegistry registry;

    @Mock
    private ObjectStore objectStore;

    @Mock
    private MirrorClient mirror;

    @Captor
    private ArgumentCaptor<Path> scratch;

    @InjectMocks
    private MirrorTasks tasks;

    @BeforeEach
    void source() {
        when(registry.get(5)).thenReturn(Source.file("n", 7, "a.txt", "text/plain", "files/a.txt"));
        when(objectStore.get("files/a.txt")).thenReturn(new byte[] {1, 2, 3});
    }

    @Test
    void sourceIsMarkedWhenTheMirrorTookIt() throws Exception {
        when(mirror.push(eq("source-5"), any())).thenReturn(CompletableFuture.completedFuture(null));

        tasks.mirrorSource(5);

        verify(registry).markMirrored(5);
        assertScratchFileIsGone();
    }

    @Test
    void busyMirrorFailsTheJobAndLeavesANote() throws Exception {
        when(mirror.push(eq("source-5"), any()))
                .thenReturn(CompletableFuture.failedFuture(new MirrorUnavailableException("source-5", 503)));

        assertThatThrownBy(() -> tasks.mirrorSource(5))
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(MirrorUnavailableException.class);

        verify(registry).noteError(5, "The mirror did not take source-5 (503)");
        verify(registry, never()).markMirrored(anyLong());
        assertScratchFileIsGone();
    }

    private void assertScratchFileIsGone() throws Exception {
        verify(mirror).push(any(), scratch.capture());
        assertThat(Files.exists(scratch.getValue())).isFalse();
    }
}
