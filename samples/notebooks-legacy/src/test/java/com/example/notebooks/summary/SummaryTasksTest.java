package com.example.notebooks.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import com.example.notebooks.audit.AuditLog;
import com.example.notebooks.notebook.Notebook;
import com.example.notebooks.notebook.NotebookNotFoundException;
import com.example.notebooks.notebook.NotebookRepository;
import com.example.notebooks.source.Source;
import com.example.notebooks.source.SourceRepository;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mockito.InOrder;
import org.mockito.InjectMocks;
import org.mockito.Mock;
import org.mockito.junit.jupiter.MockitoExtension;

@ExtendWith(MockitoExtension.class)
class SummaryTasksTest {

    @Mock
    private NotebookRepository notebooks;

    @Mock
    private SourceRepository sources;

    @Mock
    private PassageRepository passages;

    @Mock
    private AuditLog auditLog;

    @InjectMocks
    private SummaryTasks tasks;

    @Test
    void summaryCountsTheWordsOfAllSourcesWithText() {
        Notebook notebook = new Notebook("acme", 7, "Otters");
        when(notebooks.findById("n")).thenReturn(Optional.of(notebook));
        when(sources.findByNotebookIdOrderById("n"))
                .thenReturn(List.of(source("one two"), Source.url("n", 7, "http://x"), source("three")));

        tasks.summarise("n");

        assertThat(notebook.getWordCount()).isEqualTo(3);
        assertThat(notebook.getSummary()).isEqualTo("one two\nthree\n");
        verify(auditLog).record("n", "notebook.summarised", "3 words");
    }

    @Test
    void unknownNotebookFailsTheJob() {
        when(notebooks.findById("n")).thenReturn(Optional.empty());

        assertThatThrownBy(() -> tasks.summarise("n")).isInstanceOf(NotebookNotFoundException.class);
    }

    @Test
    void splittingAgainReplacesThePassages() {
        when(sources.findById(5L)).thenReturn(Optional.of(source("x".repeat(900))));

        tasks.splitIntoPassages(5);

        InOrder order = inOrder(passages);
        order.verify(passages).deleteBySource(5);
        order.verify(passages, times(3)).save(any());
    }

    @Test
    void sourceWithoutTextHasNoPassages() {
        when(sources.findById(5L)).thenReturn(Optional.of(Source.url("n", 7, "http://x")));

        tasks.splitIntoPassages(5);

        verifyNoInteractions(passages);
    }

    private static Source source(String text) {
        Source source = Source.file("n", 7, "a.txt", "text/plain", "files/a.txt");
        source.extracted(text);
        return source;
    }
}
