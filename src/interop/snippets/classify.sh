model=results/reference/record/seed-1/saved_model
java -jar target/tiny-mnist.jar evaluate --model $model
java -jar target/tiny-mnist.jar predict --model $model src/interop/snippets/seven.png
