/* The C API of libtensorflow: classify MODEL TENSORS OUTPUT, see ../runtimes.toml. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <tensorflow/c/c_api.h>
#include <time.h>

enum { MAX_RANK = 8, OUTPUTS = 3 };
static const char *const NAMES[OUTPUTS] = {"probabilities", "classes", "logits"};

static void fail(const char *what, const char *why) {
  fprintf(stderr, "%s: %s\n", what, why);
  exit(1);
}

static FILE *open_file(const char *folder, const char *name, const char *mode) {
  char path[4096];
  snprintf(path, sizeof path, "%s%s%s", folder, *name ? "/" : "", name);
  FILE *file = fopen(path, mode);
  if (!file) fail(path, "cannot be opened");
  return file;
}

static TF_Output operation(TF_Graph *graph, const char *name) {
  TF_Output output = {TF_GraphOperationByName(graph, name), 0};
  if (!output.oper) fail(name, "no such operation in the graph");
  return output;
}

/* Returns the next tensor of a file, or NULL at its end. */
static TF_Tensor *next_tensor(FILE *file) {
  int32_t rank, sizes[MAX_RANK];
  int64_t shape[MAX_RANK];
  if (fread(&rank, sizeof rank, 1, file) != 1) return NULL;
  if (rank > MAX_RANK || fread(sizes, sizeof *sizes, rank, file) != (size_t)rank)
    fail("tensors", "cannot be read");
  size_t count = 1;
  for (int i = 0; i < rank; i++) count *= shape[i] = sizes[i];
  TF_Tensor *tensor = TF_AllocateTensor(TF_FLOAT, shape, rank, count * sizeof(float));
  if (fread(TF_TensorData(tensor), sizeof(float), count, file) != count)
    fail("tensors", "cannot be read");
  return tensor;
}

static double milliseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return 1e3 * (double)now.tv_sec + 1e-6 * (double)now.tv_nsec;
}

int main(int argc, char **argv) {
  if (argc != 4) fail("usage", "classify MODEL TENSORS OUTPUT");
  TF_Status *status = TF_NewStatus();
  TF_Graph *graph = TF_NewGraph();
  TF_SessionOptions *options = TF_NewSessionOptions();
  const char *tags[] = {"serve"};
  TF_Session *session =
      TF_LoadSessionFromSavedModel(options, NULL, argv[1], tags, 1, graph, NULL, status);
  if (TF_GetCode(status) != TF_OK) fail(argv[1], TF_Message(status));

  /* The C API leaves reading the signature to the caller; the operations have its names. */
  TF_Output images = operation(graph, "images"), outputs[OUTPUTS];
  FILE *files[OUTPUTS];
  for (int i = 0; i < OUTPUTS; i++) {
    outputs[i] = operation(graph, NAMES[i]);
    files[i] = open_file(argv[3], NAMES[i], "wb");
  }
  FILE *in = open_file(argv[2], "", "rb"), *answers = open_file(argv[3], "answers", "w");
  int warm = 0;
  for (TF_Tensor *input; (input = next_tensor(in)); TF_DeleteTensor(input)) {
    TF_Tensor *values[OUTPUTS] = {0};
    double started;
    /* The first call builds and tunes: it is not timed. */
    do {
      for (int i = 0; i < OUTPUTS; i++) TF_DeleteTensor(values[i]);
      started = milliseconds();
      TF_SessionRun(session, NULL, &images, &input, 1, outputs, values, OUTPUTS, NULL, 0, NULL,
                    status);
    } while (!warm++);
    if (TF_GetCode(status) != TF_OK) {
      fprintf(answers, "refused\n");
      continue;
    }
    fprintf(answers, "%d %g\n", (int)TF_Dim(values[0], 0), milliseconds() - started);
    for (int i = 0; i < OUTPUTS; i++) {
      size_t size = TF_TensorByteSize(values[i]);
      if (fwrite(TF_TensorData(values[i]), 1, size, files[i]) != size)
        fail(argv[3], "cannot be written");
      TF_DeleteTensor(values[i]);
    }
  }
  for (int i = 0; i < OUTPUTS; i++)
    if (fclose(files[i]) != 0) fail(argv[3], "cannot be written");
  if (fclose(answers) != 0) fail(argv[3], "cannot be written");
  fclose(in);
  TF_CloseSession(session, status);
  TF_DeleteSession(session, status);
  TF_DeleteSessionOptions(options);
  TF_DeleteGraph(graph);
  TF_DeleteStatus(status);
  printf("%s\n", TF_Version());
  return 0;
}
