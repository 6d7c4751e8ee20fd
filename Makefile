# Tiny MNIST: `make` prints the targets.

EXPERIMENTS ?=
SEEDS       ?=
EPOCHS      ?=
JOBS        ?=
DATA        ?=
AGAIN       ?=
TENSORBOARD ?=
OUT         ?= results
RUNTIMES    ?=
PORT        ?= 8000
ROUNDS      ?=
QUICK       ?=
GPU         ?= auto
FAULTS      ?=
PARTS       ?= 60M
CLUSTER     ?=
SUBMIT      ?=

# Recipes read these from the environment, so that neither make nor the shell expands their values.
VALUES = EXPERIMENTS SEEDS EPOCHS JOBS DATA AGAIN TENSORBOARD OUT RUNTIMES PORT ROUNDS QUICK GPU FAULTS PARTS CLUSTER SUBMIT
$(foreach name,$(VALUES),$(eval override $(name) := $$(value $(name))))
export $(VALUES)

# Some shells do not expand the ~ in `make OUT=~/results`.
home = $(if $(filter ~ ~/%,$(firstword $($(1)))),$(HOME)$(subst ^~,,^$($(1))),$($(1)))
override OUT  := $(call home,OUT)
override DATA := $(call home,DATA)

comma = ,
expect = $(if $(filter-out $(2),$($(1))),$(error $(1)=$($(1)), expected $(3)))
$(foreach name,AGAIN TENSORBOARD QUICK,$(call expect,$(name),0 1,1 or 0))
$(call expect,GPU,on off auto,on$(comma) off or auto)
$(call expect,CUDA,with without,with or without)
# In Java, `!/` ends the path of a JAR and `:` separates the entries of a class path.
ifneq ($(findstring :,$(CURDIR))$(findstring !/,$(CURDIR)/),)
$(error Java cannot run in a folder whose path has `:`, or a name that ends in `!`: $(CURDIR))
endif

MVN  = mvn --batch-mode --quiet $(PROFILES)
JAVA = java $(QUIET) $(HEAP) -jar $(JAR)
JAR  = target/tiny-mnist.jar

# Without these options, JDK 24 and newer warn about Maven's and TensorFlow's libraries; older JDKs lack them.
QUIET = -XX:+IgnoreUnrecognizedVMOptions --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED
export MAVEN_OPTS ?= $(QUIET)

# Maven keeps its files in the home folder; for a user who has none, in target/.
HOMELESS = $(shell command -v getent >/dev/null && ! [ -w "$$(getent passwd $$(id -u) | cut -d: -f6)" ] && echo yes)
ifneq ($(HOMELESS),)
MAVEN_OPTS += -Duser.home=target/home
endif

# Java supports only the locale's characters in file names: ASCII in the locale C, or if the locale is not installed.
ifeq ($(filter-out ANSI_X3.4-1968 US-ASCII,$(shell locale charmap 2>&-)),)
export LC_ALL = C.UTF-8
endif

# The serial collector needs the least memory; the heap is small compared with TensorFlow's memory.
HEAP = -XX:+UseSerialGC

# Profiles of pom.xml: TensorFlow for GPU or CPU, and the CUDA libraries unless the machine has all of them.
ON       = $(filter on,$(GPU:auto=$(if $(wildcard /proc/driver/nvidia/version),on,off)))
SONAMES  = cudart.so.12 cublas.so.12 cublasLt.so.12 cufft.so.11 cusolver.so.11 cusparse.so.12 cudnn.so.9
MISSING  = $(filter-out $(shell PATH=$$PATH:/sbin ldconfig -p | sed -n 's/^\s*lib\(\S*\) .*/\1/p'),$(SONAMES))
CUDA    ?= $(if $(and $(ON),$(MISSING)),with,without)
WITH     = $(filter with,$(CUDA))
PROFILES = -P '$(if $(ON),,!)gpu' -P '$(if $(WITH),,!)cuda'
BUILD    = target/for-the-$(if $(ON),gpu,cpu)$(if $(WITH),-with-cuda)

NPM         = npm --prefix src/test/javascript
NPM_MODULES = src/test/javascript/node_modules/.package-lock.json

# EXPERIMENTS is one path, which may contain spaces, or a list.
LIST     = if [ -e "$$EXPERIMENTS" ]; then set -- "$$EXPERIMENTS"; else set -- $$EXPERIMENTS; fi
DATASET  = $(if $(DATA),--data "$$DATA")
PLAN     = "$$@" $(if $(SEEDS),--seeds "$$SEEDS") $(if $(EPOCHS),--epochs "$$EPOCHS")

# The project's own study: twenty seeds of Model 2, as the control group has; ten of the other default experiments and of the
# variants of Models 1 and 2; five of the others.
REFERENCE = results/reference
STUDY     = experiments:1-10 experiments/model-2-onecycle-dropout.yaml:1-20 experiments/ablations:1-5 \
  experiments/original:1-5 $(addsuffix :1-10,$(wildcard experiments/ablations/model-[12]-*.yaml))

# Models of the demo: the user's own if there are any, otherwise the reference's.
MODELS = ls -d "$$OUT"/*/seed-*/saved_model >/dev/null 2>&1 || OUT=$(REFERENCE)

BENCH = python3 src/bench/bench.py --program '$(JAVA)' --out "$$OUT" --gpu $(GPU) \
  $(if $(ROUNDS),--rounds "$$ROUNDS") $(if $(filter 1,$(QUICK)),--quick)

# The folders of the runs selected by EXPERIMENTS and SEEDS, for xargs.
RUNS = $(LIST); runs=$$($(JAVA) cluster folders --out "$$OUT" $(PLAN)) && echo "$$runs" | tr '\n' '\0' | xargs -0

SOURCES = pom.xml $(shell find src/main experiments/*.json -type f) $(wildcard $(REFERENCE)/*/seed-*/run.json)

.PHONY: help experiments reference reference-pytorch doctor report list demo bench bench-peers bench-job \
  cluster cluster-status test-cluster bundle verify-exports export-tflite export-onnx export-tfjs export-serving \
  verify-tensorboard snippets test test-faults test-demo screenshot outdated format clean

help:
	@echo "make experiments  train the experiments and write $$OUT/report.md; resumable"
	@echo "make cluster      submit the project's own study to Slurm; make cluster-status shows its progress"
	@echo "make report       rewrite the report from the files in $$OUT/"
	@echo 'make list         list the experiments'
	@echo "make demo         draw digits in a web page, at http://localhost:$$PORT/"
	@echo 'make doctor       show the available devices and which one will be used'
	@echo 'make test         run the tests'
	@echo 'make test-faults  inject faults and fuzz the readers; FAULTS=short does less'
	@echo 'make test-cluster test make cluster with a real Slurm, as root; CLUSTER=short does less'
	@echo "make reference    train the project's own study into $(REFERENCE)/; takes hours, resumable"
	@echo 'make bundle       pack the program for machines without Java or a network (Linux x86-64)'
	@echo 'make format       format the code'
	@echo 'make outdated     list dependencies that have newer releases'
	@echo 'make clean        delete target/'
	@echo
	@echo 'The following need Python 3.11; some also need Node.js 20, Chromium or a C compiler:'
	@echo "make bench              measure training speed; writes $$OUT/bench.csv and scaling.csv"
	@echo 'make bench-peers        measure the training speed of PyTorch and Keras'
	@echo "make bench-job          measure a whole job here and in PyTorch; writes $$OUT/job.csv"
	@echo 'make reference-pytorch  train the three models in PyTorch into $(REFERENCE)/pytorch/'
	@echo 'make verify-exports     check the exported models in other runtimes'
	@echo 'make export-tflite      write five .tflite files next to saved_model/'
	@echo 'make export-onnx        write model.onnx next to saved_model/'
	@echo 'make export-tfjs        write tfjs/, for TensorFlow.js'
	@echo 'make export-serving     write serving/, for TensorFlow Serving'
	@echo 'make verify-tensorboard check that TensorBoard reads the event files'
	@echo 'make snippets           run the code examples of the documentation'
	@echo 'make test-demo          test the demo page in headless Chromium'
	@echo
	@echo 'Variables of make experiments:'
	@echo '  EXPERIMENTS   names, files or folders, for example model-1-optimized (default: experiments/*.yaml)'
	@echo '  SEEDS         seeds and ranges, for example 1-10 or "1 3 5-7" (default: 1)'
	@echo '  EPOCHS        number of epochs (default: from the experiments)'
	@echo '  JOBS          number of runs at once (default: the number of cores)'
	@echo '  GPU           on, off or auto; auto is on if TensorFlow can use a GPU (default: auto)'
	@echo '  DATA          another data set: a folder with its four IDX files, or one of them'
	@echo '  OUT           results folder (default: results)'
	@echo '  AGAIN         1 to train finished runs again'
	@echo "  TENSORBOARD   1 to write event files into $$OUT/*/seed-*/tensorboard/"
	@echo
	@echo 'Variable of make cluster:'
	@echo '  SUBMIT        options of src/slurm/cluster; see bash src/slurm/cluster --help'
	@echo
	@echo 'Variables of make bundle:'
	@echo '  CUDA          with or without: include the CUDA libraries (default: with if GPU is on and they are not installed)'
	@echo '  PARTS         size of the parts of the bundle (default: 60M)'

experiments: $(JAR)
	@$(LIST); $(JAVA) run $(PLAN) --out "$$OUT" $(DATASET) $(if $(JOBS),--jobs "$$JOBS") --gpu $(GPU) \
	  $(if $(filter 1,$(AGAIN)),--again) $(if $(filter 1,$(TENSORBOARD)),--tensorboard)

cluster: $(JAR)
	@$(LIST); bash src/slurm/cluster submit --program '$(JAVA)' --out "$$OUT" $(DATASET) $(PLAN) \
	  $(if $(EXPERIMENTS)$(SEEDS),,$(STUDY)) $(SUBMIT)

cluster-status: $(JAR)
	@bash src/slurm/cluster status --program '$(JAVA)' --out "$$OUT"

reference: $(JAR)
	@$(JAVA) run $(STUDY) --out $(REFERENCE) --gpu off

reference-pytorch:
	@bash src/bench/install reference
	@target/bench/reference/bin/python src/bench/reference_pytorch.py $(REFERENCE)/pytorch \
	  $(if $(SEEDS),--seeds "$$SEEDS") $(if $(JOBS),--jobs "$$JOBS")

doctor: $(JAR)
	@$(JAVA) doctor --gpu $(GPU)

report: $(JAR)
	@$(JAVA) report --out "$$OUT" $(DATASET)

list: $(JAR)
	@$(JAVA) list

demo: $(JAR)
	@$(MODELS); $(JAVA) demo --out "$$OUT" --port "$$PORT"

bench: $(JAR)
	@$(BENCH) training $(DATASET)
	@$(BENCH) scaling

bench-peers: $(JAR)
	@$(BENCH) peers --gpu off

bench-job: $(JAR)
	@$(LIST); $(BENCH) job $(if $(EXPERIMENTS),--experiments "$$@") $(if $(EPOCHS),--epochs "$$EPOCHS")

bundle: $(JAR)
	@bash src/bundle/build tiny-mnist-linux-x86_64-$(if $(ON),gpu,cpu)$(if $(WITH),-cuda) "$$PARTS" $(if $(WITH),cuda)

verify-exports: $(JAR)
	@bash src/interop/install runtimes
	@$(RUNS) target/interop/runtimes/bin/python src/interop/verify.py --out "$$OUT/interop.csv" \
	  $(if $(RUNTIMES),--runtimes "$$RUNTIMES") $(DATASET)

export-tflite export-onnx export-tfjs export-serving: $(JAR)
	@$(RUNS) bash src/interop/export $(@:export-%=%)

verify-tensorboard:
	@bash src/interop/install tensorboard
	@target/interop/tensorboard/bin/python src/interop/python/tensorboard_events.py "$$OUT"/*/*/tensorboard

snippets: $(JAR)
	@bash src/interop/snippets/run

test-demo: $(JAR) $(NPM_MODULES)
	@$(MODELS); OUT=$$(realpath "$$OUT") $(NPM) test --silent

screenshot: $(JAR) $(NPM_MODULES)
	@$(MODELS); OUT=$$(realpath "$$OUT") $(NPM) run --silent screenshot -- "$$PWD/src/site/resources/images"

$(NPM_MODULES): src/test/javascript/package-lock.json
	@$(NPM) ci --no-audit --no-fund
	@touch $@

$(JAR): $(SOURCES) $(BUILD)
	@$(MVN) package -DskipTests
	@touch $(JAR)

# Rebuilds the program when the profiles change.
$(BUILD):
	@mkdir -p target
	@rm -f target/for-the-*
	@touch $@

test: $(BUILD)
	@mvn --batch-mode $(PROFILES) verify

test-faults: $(JAR)
	@mvn --batch-mode $(PROFILES) test -Dgroups=faults -DexcludedGroups= -Dfaults="$$FAULTS"

outdated:
	@rm -f target/outdated.txt
	@$(MVN) versions:display-dependency-updates versions:display-plugin-updates -Dversions.outputFile=target/outdated.txt
	@cat target/outdated.txt

test-cluster: $(JAR)
	@bash src/test/slurm/install
	@target/slurm/bin/python src/test/slurm/test_cluster.py

format:
	@$(MVN) spotless:apply

clean:
	@$(MVN) clean
