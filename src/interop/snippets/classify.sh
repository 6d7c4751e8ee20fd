java -jar target/tiny-mnist.jar evaluate --model results/model-1-optimized/seed-1/saved_model
