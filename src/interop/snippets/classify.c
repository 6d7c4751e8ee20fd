#include <stdio.h>
#include <tensorflow/c/c_api.h>

int main(int argc, char **argv) {
  if (argc != 2) return fprintf(stderr, "usage: classify MODEL <PIXELS\n"), 2;
  TF_Status *status = TF_NewStatus();
  TF_Graph *graph = TF_NewGraph();
  TF_SessionOptions *options = TF_NewSessionOptions();
  const char *tag = "serve";
  TF_Session *session = TF_LoadSessionFromSavedModel(
      options, NULL, argv[1], &tag, 1, graph, NULL, status);
  if (TF_GetCode(status) != TF_OK) return fprintf(stderr, "%s\n", TF_Message(status)), 1;

  /* One image of raw intensities, 0-255, from standard input. */
  const int64_t shape[] = {1, 28, 28, 1};
  TF_Tensor *image = TF_AllocateTensor(TF_FLOAT, shape, 4, 28 * 28 * sizeof(float));
  for (int i = 0; i < 28 * 28; i++) ((float *)TF_TensorData(image))[i] = (float)getchar();

  TF_Output input = {TF_GraphOperationByName(graph, "images"), 0};
  TF_Output outputs[] = {{TF_GraphOperationByName(graph, "classes"), 0},
                         {TF_GraphOperationByName(graph, "probabilities"), 0}};
  TF_Tensor *values[2];
  TF_SessionRun(session, NULL, &input, &image, 1, outputs, values, 2, NULL, 0, NULL, status);
  if (TF_GetCode(status) != TF_OK) return fprintf(stderr, "%s\n", TF_Message(status)), 1;
  int64_t digit = *(int64_t *)TF_TensorData(values[0]);
  printf("digit %d\n", (int)digit);
  printf("probability %g\n", ((float *)TF_TensorData(values[1]))[digit]);
  return 0;
}
