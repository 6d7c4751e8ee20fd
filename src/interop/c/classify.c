/*
 * The C API of libtensorflow: classify MODEL IMAGES OUTPUT, see ../runtimes.toml.
 *
 * The native artifact of TensorFlow Java ships the library without its headers, so the few
 * declarations that are needed stand here, as tensorflow/c/c_api.h documents them.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef struct TF_Status TF_Status;
typedef struct TF_Graph TF_Graph;
typedef struct TF_Session TF_Session;
typedef struct TF_SessionOptions TF_SessionOptions;
typedef struct TF_Operation TF_Operation;
typedef struct TF_Tensor TF_Tensor;
typedef struct TF_Buffer TF_Buffer;
typedef struct {
  TF_Operation *oper;
  int index;
} TF_Output;
enum { TF_OK = 0, TF_FLOAT = 1 };

const char *TF_Version(void);
TF_Status *TF_NewStatus(void);
int TF_GetCode(const TF_Status *);
const char *TF_Message(const TF_Status *);
TF_Graph *TF_NewGraph(void);
TF_SessionOptions *TF_NewSessionOptions(void);
TF_Session *TF_LoadSessionFromSavedModel(const TF_SessionOptions *, const TF_Buffer *run_options,
                                         const char *export_dir, const char *const *tags,
                                         int tags_len, TF_Graph *, TF_Buffer *meta_graph_def,
                                         TF_Status *);
TF_Operation *TF_GraphOperationByName(TF_Graph *, const char *name);
TF_Tensor *TF_AllocateTensor(int type, const int64_t *dims, int num_dims, size_t len);
void *TF_TensorData(const TF_Tensor *);
size_t TF_TensorByteSize(const TF_Tensor *);
void TF_DeleteTensor(TF_Tensor *);
void TF_SessionRun(TF_Session *, const TF_Buffer *run_options, const TF_Output *inputs,
                   TF_Tensor *const *input_values, int ninputs, const TF_Output *outputs,
                   TF_Tensor **output_values, int noutputs, const TF_Operation *const *targets,
                   int ntargets, TF_Buffer *run_metadata, TF_Status *);
void TF_CloseSession(TF_Session *, TF_Status *);
void TF_DeleteSession(TF_Session *, TF_Status *);
void TF_DeleteSessionOptions(TF_SessionOptions *);
void TF_DeleteGraph(TF_Graph *);
void TF_DeleteStatus(TF_Status *);

enum { BATCH = 500, PIXELS = 28 * 28 };

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

static void write_tensor(TF_Tensor *tensor, FILE *file) {
  size_t size = TF_TensorByteSize(tensor);
  if (fwrite(TF_TensorData(tensor), 1, size, file) != size) fail("output", "cannot be written");
}

int main(int argc, char **argv) {
  if (argc != 4) fail("usage", "classify MODEL IMAGES OUTPUT");
  TF_Status *status = TF_NewStatus();
  TF_Graph *graph = TF_NewGraph();
  TF_SessionOptions *options = TF_NewSessionOptions();
  const char *tags[] = {"serve"};
  TF_Session *session =
      TF_LoadSessionFromSavedModel(options, NULL, argv[1], tags, 1, graph, NULL, status);
  if (TF_GetCode(status) != TF_OK) fail(argv[1], TF_Message(status));

  /* The C API leaves reading the signature to the caller; these are the names it gives. */
  TF_Output images = operation(graph, "images");
  TF_Output outputs[] = {operation(graph, "probabilities"), operation(graph, "classes")};

  FILE *in = open_file(argv[2], "", "rb");
  FILE *probabilities = open_file(argv[3], "probabilities", "wb");
  FILE *classes = open_file(argv[3], "classes", "wb");
  float *batch = malloc(sizeof(float) * BATCH * PIXELS);
  size_t count, total = 0;
  double seconds = 0;
  while ((count = fread(batch, sizeof(float) * PIXELS, BATCH, in)) > 0) {
    const int64_t shape[] = {(int64_t)count, 28, 28, 1};
    size_t bytes = sizeof(float) * count * PIXELS;
    struct timespec from, to;
    TF_Tensor *values[2];
    /* The first call builds and tunes: it is made twice, and timed the second time. */
    for (int call = total == 0 ? 0 : 1; call < 2; call++) {
      clock_gettime(CLOCK_MONOTONIC, &from);
      TF_Tensor *input = TF_AllocateTensor(TF_FLOAT, shape, 4, bytes);
      memcpy(TF_TensorData(input), batch, bytes);
      TF_SessionRun(session, NULL, &images, &input, 1, outputs, values, 2, NULL, 0, NULL, status);
      if (TF_GetCode(status) != TF_OK) fail(argv[1], TF_Message(status));
      clock_gettime(CLOCK_MONOTONIC, &to);
      TF_DeleteTensor(input);
      if (call == 0) {
        TF_DeleteTensor(values[0]);
        TF_DeleteTensor(values[1]);
      }
    }
    seconds += (double)(to.tv_sec - from.tv_sec) + 1e-9 * (double)(to.tv_nsec - from.tv_nsec);
    write_tensor(values[0], probabilities);
    write_tensor(values[1], classes);
    TF_DeleteTensor(values[0]);
    TF_DeleteTensor(values[1]);
    total += count;
  }
  if (ferror(in)) fail(argv[2], "cannot be read");
  if (fclose(probabilities) != 0 || fclose(classes) != 0) fail(argv[3], "cannot be written");
  fclose(in);
  free(batch);
  TF_CloseSession(session, status);
  TF_DeleteSession(session, status);
  TF_DeleteSessionOptions(options);
  TF_DeleteGraph(graph);
  TF_DeleteStatus(status);
  printf("%s %g\n", TF_Version(), 1000 * seconds / (double)total);
  return 0;
}
